typedef sds (*callback_t)(const sds variable, void *arg);
sds expand(const char *template, callback_t new, void *arg);
struct node { struct node *class; };
