//! Tells a packaged program where its variants of llama.cpp lie.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_linux = std::env::var_os("CARGO_CFG_TARGET_OS").is_some_and(|system| system == "linux");
    if is_linux && std::env::var_os("CARGO_FEATURE_CPU_VARIANTS").is_some() {
        // The old kind of path counts for what the libraries load in their turn, too.
        println!("cargo::rustc-link-arg-bins=-Wl,--disable-new-dtags,-rpath,$ORIGIN/../lib/mythline");
    }
}
