/*
 * The authentication library: a queue of checks and eight threads of its own that answer them by callback.
 *
 * A check keeps the caller's handle, its callback and a copy of the token, nothing else. The sleeps stand for the work: 1-3 ms
 * for a token of the issuer "local", 140-180 ms where another issuer's directory has to be asked.
 */
#define _POSIX_C_SOURCE 200809L
#include <jni.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define THREADS 8

struct check {
    struct check *next;
    jobject callback;
    jint handle;
    char token[];
};

static JavaVM *vm;
static jmethodID answered;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrived = PTHREAD_COND_INITIALIZER;
static struct check *first;
static struct check **last = &first;

static struct check *take(void) {
    pthread_mutex_lock(&lock);
    while (first == NULL) {
        pthread_cond_wait(&arrived, &lock);
    }
    struct check *check = first;
    first = check->next;
    if (first == NULL) {
        last = &first;
    }
    pthread_mutex_unlock(&lock);
    return check;
}

static void work_on(const char *token, unsigned *seed) {
    int local = strncmp(token, "local/", 6) == 0;
    long micros = local ? 1000 + rand_r(seed) % 2000 : 140000 + rand_r(seed) % 40000;
    struct timespec pause = {0, micros * 1000};
    nanosleep(&pause, NULL);
}

static jboolean accepts(const char *token) {
    const char *slash = strchr(token, '/');
    return slash != NULL && slash[1] != '\0' && strcmp(slash + 1, "guest") != 0 ? JNI_TRUE : JNI_FALSE;
}

static void *run(void *number) {
    unsigned seed = (unsigned) (size_t) number;
    char name[] = "auth-0";
    name[5] = (char) ('0' + seed);
    JavaVMAttachArgs arguments = {JNI_VERSION_10, name, NULL};
    JNIEnv *env;
    if ((*vm)->AttachCurrentThreadAsDaemon(vm, (void **) &env, &arguments) != JNI_OK) {
        return NULL;
    }
    for (;;) {
        struct check *check = take();
        work_on(check->token, &seed);
        (*env)->CallVoidMethod(env, check->callback, answered, check->handle, accepts(check->token));
        if ((*env)->ExceptionCheck(env)) {
            (*env)->ExceptionDescribe(env);
            (*env)->ExceptionClear(env);
        }
        (*env)->DeleteGlobalRef(env, check->callback);
        free(check);
    }
}

/* Starts the threads; called once, before the first check. */
JNIEXPORT jboolean JNICALL Java_dev_rouse_examples_hang_NativeAuth_open(JNIEnv *env, jclass self, jclass callback) {
    (void) self;
    answered = (*env)->GetMethodID(env, callback, "answered", "(IZ)V");
    if (answered == NULL || (*env)->GetJavaVM(env, &vm) != JNI_OK) {
        return JNI_FALSE;
    }
    for (size_t number = 1; number <= THREADS; number++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, run, (void *) number) != 0) {
            return JNI_FALSE;
        }
        pthread_detach(thread);
    }
    return JNI_TRUE;
}

JNIEXPORT void JNICALL Java_dev_rouse_examples_hang_NativeAuth_verify(
        JNIEnv *env, jobject self, jstring token, jint handle, jobject callback) {
    (void) self;
    jsize bytes = (*env)->GetStringUTFLength(env, token);
    struct check *check = calloc(1, sizeof *check + (size_t) bytes + 1);
    if (check == NULL) {
        (*env)->ThrowNew(env, (*env)->FindClass(env, "java/lang/OutOfMemoryError"), "no memory for a check");
        return;
    }
    (*env)->GetStringUTFRegion(env, token, 0, (*env)->GetStringLength(env, token), check->token);
    check->handle = handle;
    check->callback = (*env)->NewGlobalRef(env, callback);
    pthread_mutex_lock(&lock);
    *last = check;
    last = &check->next;
    pthread_cond_signal(&arrived);
    pthread_mutex_unlock(&lock);
}
