//! The modules of a crate, read from its source with `syn`: what each defines, imports and names.

use super::graph::Needs;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::Visit;
use syn::{Attribute, Item, ItemUse, UseTree, Visibility};

/// A path's segments, or a module's place in the crate (empty for the root).
type Path = Vec<String>;

/// One name that a `use` brings into a module.
struct Import {
    /// The name here; `*` for a glob.
    name: String,
    path: Path,
    /// A `pub use`: it hands the item on.
    handed_on: bool,
}

#[derive(Default)]
struct Module {
    file: String,
    /// Items defined here, those made by macros included.
    defines: BTreeSet<String>,
    children: BTreeSet<String>,
    imports: Vec<Import>,
    /// Paths of two and more segments in the code.
    named: BTreeSet<Path>,
}

/// All modules of a crate, unit tests left out.
pub struct Modules {
    by_path: BTreeMap<Path, Module>,
}

impl Modules {
    /// Reads a crate from its files, beginning at `lib.rs`; a file that no module declares is not read.
    pub fn read(sources: &BTreeMap<String, String>) -> Self {
        let mut by_path = BTreeMap::new();
        let mut open = vec![(Path::new(), "lib.rs".to_owned())];
        while let Some((path, file)) = open.pop() {
            let text = sources.get(&file).unwrap_or_else(|| panic!("no file {file}"));
            let parsed = syn::parse_file(text).unwrap_or_else(|e| panic!("{file}: {e}"));
            read_module(path, &file, parsed.items, sources, &mut by_path, &mut open);
        }
        Self { by_path }
    }

    /// Which file needs which.
    pub fn needs(&self) -> Needs {
        let mut needs = Needs::new();
        for (path, module) in &self.by_path {
            let edges = needs.entry(module.file.clone()).or_default();
            for import in &module.imports {
                let target = self.find(path, &import.path, 0);
                let below = target
                    .as_ref()
                    .is_some_and(|(at, _)| at.starts_with(path) && at != path);
                if !(import.handed_on && below) {
                    add(edges, module, target, &import.path);
                }
            }
            for named in &module.named {
                add(edges, module, self.find(path, named, 0), named);
            }
        }
        needs
    }

    /// The module and file that define the item which `wanted` means inside the module `from`. None for other crates'
    /// items, and for a path that ends at a module.
    fn find(&self, from: &[String], wanted: &[String], depth: u8) -> Option<(Path, String)> {
        if depth > 40 {
            return None;
        }
        let (first, rest) = wanted.split_first()?;
        match first.as_str() {
            "crate" => self.find_in(&[], rest, depth),
            "self" => self.find_in(from, rest, depth),
            "super" => {
                let (_, parent) = from.split_last()?;
                let mut path = vec!["self".to_owned()];
                path.extend_from_slice(rest);
                self.find(parent, &path, depth + 1)
            }
            name => {
                let module = self.by_path.get(from)?;
                let known = module.children.contains(name)
                    || (!rest.is_empty() && module.imports.iter().any(|import| import.name == name));
                known.then(|| self.find_in(from, wanted, depth)).flatten()
            }
        }
    }

    fn find_in(&self, at: &[String], wanted: &[String], depth: u8) -> Option<(Path, String)> {
        let (first, rest) = wanted.split_first()?;
        if first == "super" {
            return self.find(at, wanted, depth + 1);
        }
        let module = self.by_path.get(at)?;
        if module.children.contains(first) && !rest.is_empty() {
            let mut child = at.to_vec();
            child.push(first.clone());
            return self.find_in(&child, rest, depth + 1);
        }
        if module.defines.contains(first) {
            return Some((at.to_vec(), module.file.clone()));
        }
        if let Some(import) = module.imports.iter().find(|import| import.name == *first) {
            let mut path = import.path.clone();
            path.extend_from_slice(rest);
            return self.find(at, &path, depth + 1);
        }
        for glob in module.imports.iter().filter(|import| import.name == "*") {
            let mut path = glob.path.clone();
            path.extend_from_slice(wanted);
            if let Some(found) = self.find(at, &path, depth + 1) {
                return Some(found);
            }
        }
        // A glob import of this module, or an item that only a macro's expansion shows.
        (!module.children.contains(first)).then(|| (at.to_vec(), module.file.clone()))
    }
}

fn add(
    edges: &mut BTreeMap<String, BTreeSet<String>>,
    module: &Module,
    target: Option<(Path, String)>,
    path: &[String],
) {
    if let Some((_, file)) = target.filter(|(_, file)| *file != module.file) {
        let name = path.last().expect("a path has segments").clone();
        edges.entry(file).or_default().insert(name);
    }
}

fn read_module(
    path: Path,
    file: &str,
    items: Vec<Item>,
    sources: &BTreeMap<String, String>,
    by_path: &mut BTreeMap<Path, Module>,
    open: &mut Vec<(Path, String)>,
) {
    let mut module = Module {
        file: file.to_owned(),
        ..Module::default()
    };
    for item in items {
        if is_for_tests(attributes(&item)) {
            continue;
        }
        match item {
            Item::Mod(child) => {
                let name = child.ident.to_string();
                let mut below = path.clone();
                below.push(name.clone());
                match child.content {
                    Some((_, items)) => read_module(below, file, items, sources, by_path, open),
                    None => open.push((below, file_of_child(file, &name, sources))),
                }
                module.children.insert(name);
            }
            mut item => {
                if let Item::Impl(block) = &mut item {
                    block.items.retain(|inner| !is_for_tests(attributes_inside(inner)));
                }
                module.defines.extend(defined(&item));
                Imports(&mut module.imports).visit_item(&item);
                if !matches!(item, Item::Use(_)) {
                    paths_in(quote_of(&item), &mut module.named);
                }
            }
        }
    }
    by_path.insert(path, module);
}

/// The file of `mod name;` in this file.
fn file_of_child(file: &str, name: &str, sources: &BTreeMap<String, String>) -> String {
    let (folder, last) = file
        .rsplit_once('/')
        .map_or(("", file), |(folder, last)| (folder, last));
    let mut parts: Vec<&str> = (!folder.is_empty()).then_some(folder).into_iter().collect();
    if !["lib.rs", "main.rs", "mod.rs"].contains(&last) {
        parts.push(last.trim_end_matches(".rs"));
    }
    parts.push(name);
    let stem = parts.join("/");
    let beside = format!("{stem}.rs");
    if sources.contains_key(&beside) {
        beside
    } else {
        format!("{stem}/mod.rs")
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute.meta.require_list().is_ok_and(|list| {
                    let mut words = Vec::new();
                    idents(list.tokens.clone(), &mut words);
                    words.iter().any(|word| word == "test") && !words.iter().any(|word| word == "not")
                })
    })
}

fn idents(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => found.push(ident.to_string()),
            TokenTree::Group(group) => idents(group.stream(), found),
            _ => {}
        }
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(i) => &i.attrs,
        Item::Enum(i) => &i.attrs,
        Item::Fn(i) => &i.attrs,
        Item::Impl(i) => &i.attrs,
        Item::Macro(i) => &i.attrs,
        Item::Mod(i) => &i.attrs,
        Item::Static(i) => &i.attrs,
        Item::Struct(i) => &i.attrs,
        Item::Trait(i) => &i.attrs,
        Item::Type(i) => &i.attrs,
        Item::Use(i) => &i.attrs,
        _ => &[],
    }
}

fn attributes_inside(item: &syn::ImplItem) -> &[Attribute] {
    match item {
        syn::ImplItem::Const(i) => &i.attrs,
        syn::ImplItem::Fn(i) => &i.attrs,
        syn::ImplItem::Type(i) => &i.attrs,
        _ => &[],
    }
}

/// The names that an item defines; for a macro's call, every name in it, since it may define any of them.
fn defined(item: &Item) -> Vec<String> {
    match item {
        Item::Const(i) => vec![i.ident.to_string()],
        Item::Enum(i) => vec![i.ident.to_string()],
        Item::Fn(i) => vec![i.sig.ident.to_string()],
        Item::Static(i) => vec![i.ident.to_string()],
        Item::Struct(i) => vec![i.ident.to_string()],
        Item::Trait(i) => vec![i.ident.to_string()],
        Item::Type(i) => vec![i.ident.to_string()],
        Item::Macro(i) => match &i.ident {
            Some(name) => vec![name.to_string()],
            None => {
                let mut names = Vec::new();
                idents(i.mac.tokens.clone(), &mut names);
                names
            }
        },
        _ => Vec::new(),
    }
}

/// Gathers every `use` of an item, those inside functions included.
struct Imports<'a>(&'a mut Vec<Import>);

impl<'ast> Visit<'ast> for Imports<'_> {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let handed_on = !matches!(item.vis, Visibility::Inherited);
        flatten(&item.tree, &mut Path::new(), handed_on, self.0);
    }
}

fn flatten(tree: &UseTree, path: &mut Path, handed_on: bool, found: &mut Vec<Import>) {
    let mut import = |name: String, last: Option<String>| {
        let path = path.iter().cloned().chain(last).collect();
        found.push(Import { name, path, handed_on });
    };
    match tree {
        UseTree::Path(step) => {
            path.push(step.ident.to_string());
            flatten(&step.tree, path, handed_on, found);
            path.pop();
        }
        UseTree::Name(name) if name.ident == "self" => import(path.last().cloned().unwrap_or_default(), None),
        UseTree::Name(name) => import(name.ident.to_string(), Some(name.ident.to_string())),
        UseTree::Rename(renamed) if renamed.ident == "self" => import(renamed.rename.to_string(), None),
        UseTree::Rename(renamed) => import(renamed.rename.to_string(), Some(renamed.ident.to_string())),
        UseTree::Glob(_) => import("*".to_owned(), None),
        UseTree::Group(group) => {
            for tree in &group.items {
                flatten(tree, path, handed_on, found);
            }
        }
    }
}

fn quote_of(item: &Item) -> TokenStream {
    let mut tokens = TokenStream::new();
    quote::ToTokens::to_tokens(item, &mut tokens);
    tokens
}

/// Every path of two and more segments in these tokens, those in macros' calls included.
fn paths_in(tokens: TokenStream, found: &mut BTreeSet<Path>) {
    let mut path = Path::new();
    // How many colons came since the path's last segment.
    let mut colons = 0;
    let mut close = |path: &mut Path| {
        let whole = std::mem::take(path);
        if whole.len() > 1 {
            found.insert(whole);
        }
    };
    let mut inside = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                if colons != 2 {
                    close(&mut path);
                }
                path.push(ident.to_string());
                colons = 0;
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
            other => {
                close(&mut path);
                colons = 0;
                if let TokenTree::Group(group) = other
                    && group.delimiter() != Delimiter::None
                {
                    inside.push(group.stream());
                }
            }
        }
    }
    close(&mut path);
    for tokens in inside {
        paths_in(tokens, found);
    }
}
