//! Strongly connected components of a graph of files.

use std::collections::{BTreeMap, BTreeSet};

/// For each file, the files that it needs, each with the names it needs of it.
pub type Needs = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// The files that need themselves through others, grouped by circle; each group and the list are in order.
pub fn components(needs: &Needs) -> Vec<Vec<String>> {
    let reach: BTreeMap<&str, BTreeSet<&str>> =
        needs.keys().map(|file| (file.as_str(), reached(needs, file))).collect();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (file, reached) in &reach {
        if !reached.contains(file) || seen.contains(file) {
            continue;
        }
        let circle: Vec<&str> = reached
            .iter()
            .copied()
            .filter(|other| reach.get(other).is_some_and(|back| back.contains(file)))
            .collect();
        seen.extend(circle.iter().copied());
        found.push(circle.into_iter().map(str::to_owned).collect());
    }
    found
}

/// Every file that is reached from this one by at least one edge.
fn reached<'a>(needs: &'a Needs, from: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = vec![from];
    while let Some(file) = open.pop() {
        for next in needs.get(file).into_iter().flat_map(BTreeMap::keys) {
            if found.insert(next.as_str()) {
                open.push(next);
            }
        }
    }
    found
}

/// Each circle as a text: its edges with the names that make them.
pub fn circles(needs: &Needs) -> Vec<String> {
    components(needs)
        .iter()
        .map(|circle| {
            let mut lines = vec![circle.join(", ")];
            for from in circle {
                for (to, names) in needs[from].iter().filter(|(to, _)| circle.contains(to)) {
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    lines.push(format!("    {from} -> {to} ({})", names.join(", ")));
                }
            }
            lines.join("\n")
        })
        .collect()
}
