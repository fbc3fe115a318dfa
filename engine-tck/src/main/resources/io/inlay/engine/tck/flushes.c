/*
 * Flushes that fail. Put before the system's own library (LD_PRELOAD), this counts the flushes of a process in the file that the
 * environment variable INLAY_FLUSHES names, four numbers of four bytes each, and has those between two numbers fail with EIO
 * and flush nothing.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FIRST, LAST, COUNTED, FAILED, NUMBERS };

static int32_t *numbers;

__attribute__((constructor)) static void map_numbers(void) {
  const char *path = getenv("INLAY_FLUSHES");
  int file = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
  if (file >= 0) {
    void *mapped = mmap(NULL, NUMBERS * sizeof *numbers, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    numbers = mapped == MAP_FAILED ? NULL : mapped;
    close(file);
  }
}

static int fails(void) {
  if (numbers == NULL) {
    return 0;
  }
  int32_t number = __atomic_add_fetch(&numbers[COUNTED], 1, __ATOMIC_SEQ_CST);
  if (number < __atomic_load_n(&numbers[FIRST], __ATOMIC_SEQ_CST)
      || number > __atomic_load_n(&numbers[LAST], __ATOMIC_SEQ_CST)) {
    return 0;
  }
  __atomic_add_fetch(&numbers[FAILED], 1, __ATOMIC_SEQ_CST);
  errno = EIO;
  return 1;
}

int fsync(int file) { return fails() ? -1 : (int) syscall(SYS_fsync, file); }

int fdatasync(int file) { return fails() ? -1 : (int) syscall(SYS_fdatasync, file); }

int msync(void *from, size_t length, int flags) {
  return fails() ? -1 : (int) syscall(SYS_msync, from, length, flags);
}
