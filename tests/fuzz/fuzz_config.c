/* Fuzzing of the reader: whatever a file holds, it is read or refused, and nothing else happens. For clang's libFuzzer:
 *
 *   CC=clang meson setup fuzz -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false \
 *     -Dc_args=-fsanitize=fuzzer-no-link
 *   ninja -C fuzz tests/fuzz/fuzz_config
 *   fuzz/tests/fuzz/fuzz_config -max_len=6000 -detect_leaks=0 CORPUS tests/bad
 *
 * (libconfig 1.5 leaks on some syntax errors.) */
#include "base/diag.h"
#include <sibyl/scheme.h>

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    char path[64];
    snprintf(path, sizeof(path), "%s/sibyl-fuzz-%d.cfg", P_tmpdir, (int)getpid());
    FILE *file = fopen(path, "wb");
    if (!file) {
        abort();
    }
    fwrite(bytes, 1, length, file);
    fclose(file);
    struct diag diag = {0};
    struct scheme *scheme = NULL;
    status result = scheme_open(path, NULL, 0, &diag, &scheme);
    if ((result == SIBYL_OK) != (scheme != NULL) || (result == SIBYL_ERR_INPUT) != (diag_count_errors(&diag) > 0)) {
        abort();
    }
    scheme_close(scheme);
    diag_free(&diag);
    return 0;
}
