//! Makes the Kotlin bindings from the host's own library; `cargo xtask bindings` calls it.

fn main() {
    uniffi::uniffi_bindgen_main();
}
