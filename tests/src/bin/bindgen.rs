//! UniFFI's own generator, built with the workspace so that its version is the library's: `cargo xtask bindings`.

fn main() {
    uniffi::uniffi_bindgen_main()
}
