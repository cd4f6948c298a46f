/* SHA-256 against the examples of FIPS 180-4 and lengths around a block's end. */
#include "base/sha256.h"

#include <criterion/criterion.h>
#include <string.h>

static void expect_digest(const char *text, size_t length, size_t piece, const char *hex) {
    struct sha256 s;
    char found[SHA256_TEXT];
    sha256_begin(&s);
    for (size_t at = 0; at < length; at += piece) {
        sha256_add(&s, text + at, length - at < piece ? length - at : piece);
    }
    cr_expect_str_eq(sha256_end(&s, found), hex);
}

Test(base_sha256, gives_the_digests_of_the_standard) {
    expect_digest("", 0, 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect_digest("abc", 3, 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    expect_digest(two_blocks, strlen(two_blocks), 7,
                  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

Test(base_sha256, does_not_depend_on_the_pieces) {
    static char many[1000000];
    memset(many, 'a', sizeof(many));
    static const size_t pieces[] = {1, 63, 64, 65, 1000000};
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        expect_digest(many, sizeof(many), pieces[i],
                      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }
}

Test(base_sha256, pads_every_length_around_a_block_rightly) {
    static const char text[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    expect_digest(text, 55, 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
    expect_digest(text, 56, 56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
    expect_digest(text, 64, 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
}
