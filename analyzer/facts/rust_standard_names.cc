#include "analyzer/facts/rust_standard_names.h"

#include <unordered_set>

namespace krepis::analyzer {
namespace {

using Words = std::unordered_set<std::string_view>;

Words Split(std::string_view text) {
  Words words;
  while (!text.empty()) {
    const size_t end = text.find(' ');
    words.insert(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return words;
}

// Each word ends in a blank.
constexpr std::string_view kPrelude =
    "Box Err None Ok Option Result Some String ToString Vec bool char f32 f64 i128 i16 "
    "i32 i64 i8 isize str u128 u16 u32 u64 u8 usize ";

constexpr std::string_view kTraits =
    "Any AsMut AsRef AsyncRead AsyncWrite Borrow BorrowMut BufRead Clone Copy Debug "
    "Default Deref DerefMut Deserialize DeserializeOwned Display DoubleEndedIterator "
    "Drop Eq Error ExactSizeIterator Extend Fn FnMut FnOnce From FromIterator FromStr "
    "Future Hash Hasher Into IntoIterator Iterator Ord PartialEq PartialOrd Read Seek "
    "Send Serialize Sized Stream Sync ToOwned ToString TryFrom TryInto Unpin UnwindSafe "
    "Write ";

constexpr std::string_view kMethods =
    "accessed code created dev file_name file_stem file_type gid ino into_bytes mode modified "
    "nlink permissions set_len set_permissions size success sync_all sync_data uid "
    "abs acquire add all and and_then any append args arg as_any as_bytes as_deref "
    "as_deref_mut as_mut as_mut_slice as_os_str as_path as_ptr as_ref as_slice as_str "
    "await back begin binary_search borrow borrow_mut build by_ref bytes call capacity "
    "ceil chain char_indices chars checked_add checked_mul checked_sub chunks clear "
    "clone clone_from cloned close cmp collect components compare_exchange concat "
    "connect contains contains_key context copied copy_from_slice count cycle dedup "
    "default deref deref_mut description deserialize difference display drain drop "
    "elapsed end ends_with entry enumerate eq eq_ignore_ascii_case err execute exists "
    "expect expect_err extend extend_from_slice extension fetch_add fetch_sub fill "
    "filter filter_map find find_map finish first flat_map flatten floor flush fmt fold "
    "for_each front from fuse ge get get_mut get_or_init get_or_insert_with get_ref gt "
    "hash id index init insert insert_str inspect intersects into into_boxed_str "
    "into_inner into_iter into_owned into_string is_alphabetic is_alphanumeric "
    "is_ascii_digit is_char_boundary is_digit is_dir is_empty is_err is_file is_none "
    "is_ok is_some is_some_and is_whitespace iter iter_mut join keys kind kill last "
    "last_mut le len lines load lock lt map map_err map_or map_or_else map_while matches "
    "max max_by max_by_key metadata min min_by min_by_key name ne new next next_back not "
    "notify_one nth ok ok_or ok_or_else open or or_default or_else or_insert "
    "or_insert_with output parent parse partial_cmp partition path peek peekable pipe "
    "poll poll_next pop pop_back pop_front position pow product push push_back "
    "push_front push_str read read_exact read_line read_to_end read_to_string recv "
    "reduce release remove repeat replace reserve reset resize retain rev rfind run "
    "round saturating_sub scan seek send serialize set shrink_to_fit size_hint skip "
    "skip_while sleep sort sort_by sort_by_key sort_unstable source spawn split split_at "
    "split_off split_once split_whitespace splice start starts_with status step_by store "
    "strip_prefix strip_suffix sub sum swap swap_remove take take_while then then_some "
    "then_with to_ascii_lowercase to_lowercase to_owned to_path_buf to_str to_string "
    "to_string_lossy to_uppercase to_vec transpose trim trim_end trim_end_matches "
    "trim_matches trim_start trim_start_matches truncate try_borrow try_from try_into "
    "try_lock try_recv try_send type_id union unwrap unwrap_err unwrap_or "
    "unwrap_or_default unwrap_or_else unzip update upgrade downgrade value values "
    "values_mut wait wake windows with_capacity with_context with_extension wrapping_add "
    "write write_all write_fmt write_str zip ";

constexpr std::string_view kPointers =
    "Box Arc Rc Ref RefMut MutexGuard RwLockReadGuard Pin Cow RwLockWriteGuard "
    "ManuallyDrop LazyLock Lazy LazyCell Data State Extension Json Path Query Form "
    "OwnedMutexGuard Weak Reverse Wrapping CachePadded Guard MappedMutexGuard BufReader "
    "BufWriter ";

constexpr std::string_view kKeeping =
    "iter iter_mut into_iter clone cloned copied as_ref as_mut as_deref as_deref_mut "
    "to_owned borrow_mut_ref drain rev skip take filter chain peekable by_ref inspect "
    "skip_while take_while step_by fuse cycle to_vec as_slice as_mut_slice or or_else ok "
    "map_err context with_context ok_or ok_or_else replace insert_with "
    "get_or_insert_with into_values values values_mut windows chunks sorted sorted_by "
    "sorted_by_key dedup collect_vec into_boxed_slice instrument pin boxed ";

constexpr std::string_view kGiving =
    "unwrap expect unwrap_or unwrap_or_default unwrap_or_else lock read write borrow "
    "borrow_mut try_lock get_mut into_inner load load_full get get_or_init "
    "get_or_insert_with first last first_mut last_mut pop pop_front pop_back front back "
    "next nth find peek remove swap_remove max_by_key min_by_key max_by min_by insert "
    "or_insert_with or_default or_insert entry recv try_recv as_ptr get_ref upgrade "
    "next_back lock_owned blocking_lock read_owned write_owned deref as_inner "
    "unwrap_unchecked take_value expect_err downgrade ";

constexpr std::string_view kOption =
    "is_err is_err_and is_none is_none_or is_ok is_ok_and is_some is_some_and map_err ok_or "
    "ok_or_else unwrap unwrap_err unwrap_or unwrap_or_default unwrap_or_else ";

constexpr std::string_view kMapping =
    "and_then filter_map find_map flat_map map map_or_else map_while then then_some try_fold ";

}  // namespace

bool IsRustStandardPath(std::string_view path) {
  return path.starts_with("std::") || path.starts_with("core::") || path.starts_with("alloc::");
}

bool IsRustPreludeType(std::string_view name) {
  static const Words words = Split(kPrelude);
  return words.contains(name);
}

bool IsRustStandardTrait(std::string_view name) {
  static const Words words = Split(kTraits);
  return words.contains(name);
}

bool IsRustStandardMethod(std::string_view name) {
  static const Words words = Split(kMethods);
  return words.contains(name);
}

bool IsRustOptionMethod(std::string_view name) {
  static const Words words = Split(kOption);
  return words.contains(name);
}

bool MapsRustValues(std::string_view name) {
  static const Words words = Split(kMapping);
  return words.contains(name);
}

bool IsRustPointer(std::string_view name) {
  static const Words words = Split(kPointers);
  return words.contains(name);
}

bool KeepsRustType(std::string_view name) {
  static const Words words = Split(kKeeping);
  return words.contains(name);
}

bool GivesRustHeld(std::string_view name) {
  static const Words words = Split(kGiving);
  return words.contains(name);
}

}  // namespace krepis::analyzer
