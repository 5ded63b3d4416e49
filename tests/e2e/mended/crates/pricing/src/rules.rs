//! Pure rules: what goes in decides what comes out.

/// The season's factor, never above the list price.
pub fn apply(season: &str, net: f64, list: f64) -> f64 {
    let factor = if season == "sale" { 0.8 } else { 1.0 };
    (net * factor).min(list)
}
