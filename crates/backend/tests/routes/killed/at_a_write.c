// Loaded before libc into a backend under test (LD_PRELOAD): kills it, as `kill -9` does, right before one of its writes to the
// database. The folder in CONGDAN_KILL says which: `at` has its number, `seen` grows by a byte with each. Without `at` nothing happens.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int is_database(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, ".sqlite3") != NULL;
}

static void before_write(int fd) {
    const char *folder = getenv("CONGDAN_KILL");
    if (folder == NULL || !is_database(fd)) return;
    char path[4096];
    long at = 0;
    snprintf(path, sizeof path, "%s/at", folder);
    FILE *told = fopen(path, "r");
    if (told == NULL) return;
    int is_told = fscanf(told, "%ld", &at) == 1;
    fclose(told);
    if (!is_told) return;
    snprintf(path, sizeof path, "%s/seen", folder);
    FILE *seen = fopen(path, "a");
    if (seen == NULL) return;
    fputc('.', seen);
    fflush(seen);
    long count = ftell(seen);
    fclose(seen);
    if (count == at) kill(getpid(), SIGKILL);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    before_write(fd);
    ssize_t (*next)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, "pwrite");
    return next(fd, bytes, count, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    before_write(fd);
    ssize_t (*next)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pwrite64");
    return next(fd, bytes, count, offset);
}

int fsync(int fd) {
    before_write(fd);
    int (*next)(int) = dlsym(RTLD_NEXT, "fsync");
    return next(fd);
}

int fdatasync(int fd) {
    before_write(fd);
    int (*next)(int) = dlsym(RTLD_NEXT, "fdatasync");
    return next(fd);
}
