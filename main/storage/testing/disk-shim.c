/*
 * A disk between a process and its files, for tests on Linux: preloaded (LD_PRELOAD), it looks at what the process
 * does to the files of one folder. All settings are environment variables:
 *
 *   DISK_SHIM_FOLDER    absolute path of the folder; nothing else is touched
 *   DISK_SHIM_LOG       file that every change is appended to, in the order in which it took effect; what the process
 *                       prints on standard output stands between the changes, so that acknowledgements have a place
 *   DISK_SHIM_FULL      while a file of this path exists, no file of the folder can grow (ENOSPC)
 *   DISK_SHIM_READ_ONLY `files`: those that are there cannot be opened for writing; `folder`: none can be made, renamed
 *                       or removed (EACCES); for tests that run as root, whom rights do not stop
 *   DISK_SHIM_KILL_AT   number of the change before which the process is killed (SIGKILL); a write is half done then
 *
 * A record of the log, little-endian: kind (1 byte), length of the name (2), length of the data (4), offset (8), name,
 * data. Names are relative to the folder, '' for the folder itself. What is done to files named *-shm is left out: memory,
 * not disk.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { CREATE = 1, WRITE, TRUNCATE, SYNC, UNLINK, RENAME, PRINTED };

#define MOST_FILES 4096
#define MOST_NAME 256

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static size_t folder_length;
static const char *full_switch;
static int files_read_only = 0;
static int folder_read_only = 0;
static int log_file = -1;
static long kill_at = 0;
static long changes = 0;
static struct {
  char *name;
  dev_t device;
  ino_t inode;
} files[MOST_FILES];

static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_unlink)(const char *);
static int (*real_rename)(const char *, const char *);

__attribute__((constructor)) static void begin(void) {
  *(void **)&real_open = dlsym(RTLD_NEXT, "open");
  *(void **)&real_openat = dlsym(RTLD_NEXT, "openat");
  *(void **)&real_close = dlsym(RTLD_NEXT, "close");
  *(void **)&real_write = dlsym(RTLD_NEXT, "write");
  *(void **)&real_writev = dlsym(RTLD_NEXT, "writev");
  *(void **)&real_pwrite = dlsym(RTLD_NEXT, "pwrite");
  *(void **)&real_fsync = dlsym(RTLD_NEXT, "fsync");
  *(void **)&real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  *(void **)&real_ftruncate = dlsym(RTLD_NEXT, "ftruncate");
  *(void **)&real_unlink = dlsym(RTLD_NEXT, "unlink");
  *(void **)&real_rename = dlsym(RTLD_NEXT, "rename");
  folder = getenv("DISK_SHIM_FOLDER");
  folder_length = folder ? strlen(folder) : 0;
  full_switch = getenv("DISK_SHIM_FULL");
  const char *read_only = getenv("DISK_SHIM_READ_ONLY");
  files_read_only = read_only && strcmp(read_only, "files") == 0;
  folder_read_only = read_only && strcmp(read_only, "folder") == 0;
  const char *at = getenv("DISK_SHIM_KILL_AT");
  if (at) kill_at = atol(at);
  const char *log = getenv("DISK_SHIM_LOG");
  if (log) log_file = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* The name of a path inside the folder, '' for the folder itself, and NULL for everything else. */
static const char *inside(const char *path) {
  if (!folder || !path || strncmp(path, folder, folder_length) != 0) return NULL;
  const char *rest = path + folder_length;
  if (*rest == '\0') return rest;
  if (*rest != '/') return NULL;
  rest++;
  size_t length = strlen(rest);
  if (length >= MOST_NAME || strchr(rest, '/')) return NULL;
  return rest;
}

/*
 * The name of an open file of the folder, else NULL. libuv closes by a system call of its own, which is not seen here:
 * the number may stand for something else by now, such as the eventfd of a thread.
 */
static const char *name_of(int file) {
  if (file < 0 || file >= MOST_FILES || !files[file].name) return NULL;
  struct stat found;
  int kept = errno;
  int same = fstat(file, &found) == 0 && found.st_dev == files[file].device && found.st_ino == files[file].inode;
  errno = kept;
  return same ? files[file].name : NULL;
}

/* Keeps the name of a file that was just opened. */
static void keep_name(int file, const char *name) {
  struct stat found;
  if (file < 0 || file >= MOST_FILES || fstat(file, &found) != 0) return;
  free(files[file].name);
  files[file].name = strdup(name);
  files[file].device = found.st_dev;
  files[file].inode = found.st_ino;
}

static void append_log(const void *bytes, size_t length) {
  const char *at = bytes;
  while (length > 0) {
    ssize_t written = syscall(SYS_write, log_file, at, length);
    if (written <= 0) abort();
    at += written;
    length -= (size_t)written;
  }
}

static int is_shared_memory(const char *name) {
  size_t length = strlen(name);
  return length >= 4 && strcmp(name + length - 4, "-shm") == 0;
}

static void note(enum kind kind, const char *name, int64_t offset, const void *data, size_t length) {
  if (log_file < 0 || is_shared_memory(name)) return;
  unsigned char head[15];
  uint16_t name_length = (uint16_t)strlen(name);
  uint32_t data_length = (uint32_t)length;
  head[0] = (unsigned char)kind;
  memcpy(head + 1, &name_length, 2);
  memcpy(head + 3, &data_length, 4);
  memcpy(head + 7, &offset, 8);
  append_log(head, sizeof head);
  append_log(name, name_length);
  append_log(data, length);
}

/* Counts a change. True when the process is to be killed at it. */
static int is_last(void) {
  changes++;
  return kill_at > 0 && changes >= kill_at;
}

static void die(void) {
  raise(SIGKILL);
  for (;;) pause();
}

static int is_full(void) {
  return full_switch && syscall(SYS_faccessat, AT_FDCWD, full_switch, F_OK) == 0;
}

static off_t size_of(int file) {
  struct stat found;
  return fstat(file, &found) == 0 ? found.st_size : 0;
}

/* Any of our calls may be the first of its thread; each keeps errno for the caller. */
static void lock(void) { pthread_mutex_lock(&order); }
static void unlock(void) {
  int kept = errno;
  pthread_mutex_unlock(&order);
  errno = kept;
}

/* Ends a call that was locked, with an error. */
static int refuse(int error) {
  errno = error;
  unlock();
  return -1;
}

static int open_any(int at, const char *path, int flags, mode_t mode) {
  const char *name = inside(path);
  if (!name) return real_openat(at, path, flags, mode);
  lock();
  struct stat found;
  int is_new = (flags & O_CREAT) && fstatat(at, path, &found, 0) != 0;
  if ((is_new || (flags & O_TRUNC)) && is_last()) die();
  if (is_new && is_full()) return refuse(ENOSPC);
  if (is_new && folder_read_only) return refuse(EACCES);
  if (!is_new && files_read_only && (flags & O_ACCMODE) != O_RDONLY) return refuse(EACCES);
  int file = real_openat(at, path, flags, mode);
  if (file >= 0) {
    keep_name(file, name);
    if (is_new) note(CREATE, name, 0, NULL, 0);
    else if (flags & O_TRUNC) note(TRUNCATE, name, 0, NULL, 0);
  }
  unlock();
  return file;
}

static mode_t mode_of(int flags, va_list rest) {
  return (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0;
}

#define OPEN(function)                                   \
  int function(const char *path, int flags, ...) {       \
    va_list rest;                                        \
    va_start(rest, flags);                               \
    mode_t mode = mode_of(flags, rest);                  \
    va_end(rest);                                        \
    return open_any(AT_FDCWD, path, flags, mode);        \
  }
#define OPENAT(function)                                 \
  int function(int at, const char *path, int flags, ...) { \
    va_list rest;                                        \
    va_start(rest, flags);                               \
    mode_t mode = mode_of(flags, rest);                  \
    va_end(rest);                                        \
    return open_any(at, path, flags, mode);              \
  }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

int close(int file) {
  if (name_of(file)) {
    lock();
    free(files[file].name);
    files[file].name = NULL;
    unlock();
  }
  return real_close(file);
}

static ssize_t write_at(int file, const void *data, size_t length, off_t offset, int moves) {
  const char *name = name_of(file);
  lock();
  if (is_last()) {
    size_t half = length / 2;
    ssize_t written = moves ? real_write(file, data, half) : real_pwrite(file, data, half, offset);
    if (written > 0) note(WRITE, name, offset, data, (size_t)written);
    die();
  }
  off_t size = size_of(file);
  if (is_full() && offset + (off_t)length > size) {
    /* As a disk does it: what still fits is written, the rest is not. */
    length = offset < size ? (size_t)(size - offset) : 0;
    if (length == 0) return refuse(ENOSPC);
  }
  ssize_t written = moves ? real_write(file, data, length) : real_pwrite(file, data, length, offset);
  if (written > 0) note(WRITE, name, offset, data, (size_t)written);
  unlock();
  return written;
}

static off_t place_of(int file) {
  if (fcntl(file, F_GETFL) & O_APPEND) return size_of(file);
  return lseek(file, 0, SEEK_CUR);
}

ssize_t pwrite(int file, const void *data, size_t length, off_t offset) {
  if (!name_of(file)) return real_pwrite(file, data, length, offset);
  return write_at(file, data, length, offset, 0);
}

ssize_t pwrite64(int file, const void *data, size_t length, off_t offset) {
  return pwrite(file, data, length, offset);
}

ssize_t write(int file, const void *data, size_t length) {
  if (file == STDOUT_FILENO && log_file >= 0) {
    lock();
    ssize_t written = real_write(file, data, length);
    if (written > 0) note(PRINTED, "", 0, data, (size_t)written);
    unlock();
    return written;
  }
  if (!name_of(file)) return real_write(file, data, length);
  return write_at(file, data, length, place_of(file), 1);
}

ssize_t writev(int file, const struct iovec *pieces, int count) {
  if (!name_of(file)) return real_writev(file, pieces, count);
  ssize_t total = 0;
  for (int index = 0; index < count; index++) {
    if (pieces[index].iov_len == 0) continue;
    ssize_t written = write(file, pieces[index].iov_base, pieces[index].iov_len);
    if (written < 0) return total > 0 ? total : written;
    total += written;
    if ((size_t)written < pieces[index].iov_len) break;
  }
  return total;
}

static int sync_any(int file, int (*real)(int)) {
  if (!name_of(file)) return real(file);
  lock();
  if (is_last()) die();
  /* Nothing here survives a power cut anyway: the log says what would have, and a real sync would only take time. */
  note(SYNC, name_of(file), 0, NULL, 0);
  unlock();
  return log_file >= 0 ? 0 : real(file);
}

int fsync(int file) { return sync_any(file, real_fsync); }
int fdatasync(int file) { return sync_any(file, real_fdatasync); }

int ftruncate(int file, off_t length) {
  if (!name_of(file)) return real_ftruncate(file, length);
  lock();
  if (is_last()) die();
  int status = real_ftruncate(file, length);
  if (status == 0) note(TRUNCATE, name_of(file), length, NULL, 0);
  unlock();
  return status;
}

int ftruncate64(int file, off_t length) { return ftruncate(file, length); }

int unlink(const char *path) {
  const char *name = inside(path);
  if (!name) return real_unlink(path);
  lock();
  if (folder_read_only) return refuse(EACCES);
  if (is_last()) die();
  int status = real_unlink(path);
  if (status == 0) note(UNLINK, name, 0, NULL, 0);
  unlock();
  return status;
}

int rename(const char *from, const char *to) {
  const char *old_name = inside(from);
  const char *new_name = inside(to);
  if (!old_name || !new_name) return real_rename(from, to);
  lock();
  if (folder_read_only) return refuse(EACCES);
  if (is_last()) die();
  int status = real_rename(from, to);
  if (status == 0) note(RENAME, old_name, 0, new_name, strlen(new_name));
  unlock();
  return status;
}
