//! XML as `aapt2 dump xmltree` prints it: one line an element or attribute, what is inside is further in.

use std::collections::BTreeMap;

#[derive(Debug)]
pub struct Element {
    pub tag: String,
    /// The position of the element around it.
    pub around: Option<usize>,
    /// Without namespaces; texts without their quotes.
    attributes: BTreeMap<String, String>,
}

/// The elements in the order of the file.
pub struct Tree(pub Vec<Element>);

impl Tree {
    pub fn of(printed: &str) -> Tree {
        let mut elements: Vec<Element> = Vec::new();
        // How far in each element around the present line stands.
        let mut around: Vec<(usize, usize)> = Vec::new();
        for line in printed.lines() {
            let text = line.trim_start();
            let depth = line.len() - text.len();
            if let Some(tag) = text.strip_prefix("E: ") {
                around.retain(|(outer, _)| *outer < depth);
                elements.push(Element {
                    tag: tag.split(' ').next().unwrap_or_default().to_owned(),
                    around: around.last().map(|(_, at)| *at),
                    attributes: BTreeMap::new(),
                });
                around.push((depth, elements.len() - 1));
            } else if let Some(attribute) = text.strip_prefix("A: ")
                && let Some((name, value)) = attribute.split_once('=')
                && let Some(element) = elements.last_mut()
            {
                let name = name.rsplit_once(':').map_or(name, |(_, local)| local);
                let name = name.split_once('(').map_or(name, |(name, _)| name);
                let value = match value.strip_prefix('"') {
                    Some(quoted) => quoted.split_once("\" (Raw: ").map_or(quoted, |(text, _)| text),
                    None => value,
                };
                element.attributes.insert(name.to_owned(), value.to_owned());
            }
        }
        Tree(elements)
    }

    pub fn first(&self, tag: &str) -> Option<&Element> {
        self.0.iter().find(|element| element.tag == tag)
    }

    /// Whether some element of this tag lies in the one at this position.
    pub fn holds(&self, at: usize, tag: &str) -> bool {
        self.0
            .iter()
            .any(|element| element.tag == tag && element.around == Some(at))
    }
}

impl Element {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// What it says, or what Android takes when it says nothing.
    pub fn said(&self, name: &str, default: &str) -> String {
        self.get(name).unwrap_or(default).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = r#"N: android=http://schemas.android.com/apk/res/android (line=3)
  E: manifest (line=3)
    A: package="org.ruhu.phone" (Raw: "org.ruhu.phone")
      E: application (line=19)
        A: http://schemas.android.com/apk/res/android:icon(0x01010002)=@0x7f070000
          E: activity (line=31)
            A: http://schemas.android.com/apk/res/android:exported(0x01010010)=true
              E: intent-filter (line=37)
          E: service (line=47)
            A: http://schemas.android.com/apk/res/android:name(0x01010003)=".SendJob" (Raw: ".SendJob")
"#;

    #[test]
    fn what_lies_in_what_is_known_by_how_far_in_it_stands() {
        let tree = Tree::of(PRINTED);
        let around: Vec<_> = tree
            .0
            .iter()
            .map(|element| (element.tag.as_str(), element.around))
            .collect();
        let expected = [
            ("manifest", None),
            ("application", Some(0)),
            ("activity", Some(1)),
            ("intent-filter", Some(2)),
            ("service", Some(1)),
        ];
        assert_eq!(around, expected);
        assert!(tree.holds(2, "intent-filter"));
        assert!(!tree.holds(4, "intent-filter"));
    }

    #[test]
    fn an_attribute_has_its_value_whatever_its_kind() {
        let tree = Tree::of(PRINTED);
        let said = |tag, name| tree.first(tag).and_then(|element| element.get(name));
        assert_eq!(said("manifest", "package"), Some("org.ruhu.phone"));
        assert_eq!(said("application", "icon"), Some("@0x7f070000"));
        assert_eq!(said("activity", "exported"), Some("true"));
        assert_eq!(said("service", "exported"), None);
    }
}
