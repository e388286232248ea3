//! UniFFI's own generator, from the same workspace and so of the same version as the library.

fn main() {
    uniffi::uniffi_bindgen_main();
}
