//! Each line of `facts.txt` as expressions of C and of Rust that must come to the same number.

use std::fmt::Write as _;

/// One number, said twice.
pub struct Fact {
    pub name: String,
    c: String,
    rust: String,
}

/// `constants A B`, `types a b`, `opaque a b`, `struct s field field`.
pub fn parse(text: &str) -> Result<Vec<Fact>, String> {
    let mut facts = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            [] => {}
            ["constants", ref names @ ..] => facts.extend(names.iter().map(|name| constant(name))),
            ["types", ref names @ ..] => {
                for name in names {
                    facts.extend(sizes(name));
                    facts.push(sign(name));
                }
            }
            ["opaque", ref names @ ..] => facts.extend(names.iter().flat_map(|name| sizes(name))),
            ["struct", name, ref fields @ ..] => {
                facts.push(fact(
                    format!("sizeof struct {name}"),
                    format!("sizeof(struct {name})"),
                    format!("size_of::<libc::{name}>()"),
                ));
                facts.extend(fields.iter().flat_map(|field| field_of(name, field)));
            }
            _ => return Err(format!("`{line}` is none of constants, types, opaque, struct")),
        }
    }
    Ok(facts)
}

fn fact(name: String, c: String, rust: String) -> Fact {
    Fact { name, c, rust }
}

fn constant(name: &str) -> Fact {
    fact(name.to_owned(), name.to_owned(), format!("libc::{name}"))
}

fn sizes(name: &str) -> [Fact; 2] {
    [
        fact(
            format!("sizeof {name}"),
            format!("sizeof({name})"),
            format!("size_of::<libc::{name}>()"),
        ),
        fact(
            format!("alignof {name}"),
            format!("_Alignof({name})"),
            format!("align_of::<libc::{name}>()"),
        ),
    ]
}

/// Whether numbers below nought exist.
fn sign(name: &str) -> Fact {
    fact(
        format!("sign of {name}"),
        format!("({name})-1 < ({name})0"),
        format!("((!0 as libc::{name}) < 0)"),
    )
}

fn field_of(name: &str, field: &str) -> [Fact; 2] {
    [
        fact(
            format!("offset of {name}.{field}"),
            format!("offsetof(struct {name}, {field})"),
            format!("core::mem::offset_of!(libc::{name}, {field})"),
        ),
        fact(
            format!("sizeof {name}.{field}"),
            format!("sizeof(((struct {name} *)0)->{field})"),
            format!("size_behind(|it: &libc::{name}| &it.{field})"),
        ),
    ]
}

/// The headers' side: an array of numbers.
pub fn source(facts: &[Fact]) -> String {
    let mut text = String::new();
    for header in [
        "assert",
        "ctype",
        "dlfcn",
        "errno",
        "fcntl",
        "inttypes",
        "malloc",
        "math",
        "poll",
        "pthread",
        "stdio",
        "stdlib",
        "string",
        "time",
        "unistd",
        "sys/auxv",
        "sys/ioctl",
        "sys/mman",
        "sys/param",
        "sys/stat",
        "sys/syscall",
        "sys/time",
        "sys/types",
        "asm/hwcap",
    ] {
        writeln!(text, "#include <{header}.h>").expect("a string takes all");
    }
    text += "const long facts[] = {\n";
    for fact in facts {
        writeln!(text, "    (long)({}),", fact.c).expect("a string takes all");
    }
    text + "};\n"
}

/// The crate's side, held to the headers' numbers.
pub fn assertions(facts: &[Fact], values: &[i64]) -> String {
    let mut text = "use core::mem::{align_of, size_of};\n\
        const fn size_behind<S, T>(_: fn(&S) -> &T) -> usize { size_of::<T>() }\n"
        .to_owned();
    for (Fact { name, rust, .. }, value) in facts.iter().zip(values) {
        writeln!(
            text,
            "const _: () = assert!({rust} as i64 == {value}, \"{name}: the header says {value}\");"
        )
        .expect("a string takes all");
    }
    text
}
