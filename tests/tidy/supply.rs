//! What comes from others: from one place, under licences that let us give the programs
//! away, nothing twice that is not known, and nothing that nobody uses.
//!
//! Published advisories are not looked up: a test does not ask the network.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use crate::sources::Source;
use crate::sources::complains;
use crate::sources::content;
use crate::sources::file;
use crate::sources::made_up;
use crate::sources::walk;

/// One entry of a lock file.
struct Locked<'a> {
    name: &'a str,
    version: &'a str,
    source: Option<&'a str>,
    checksum: bool,
}

fn locked(lock: &str) -> Vec<Locked<'_>> {
    let entries = lock.split("[[package]]").skip(1);
    entries
        .map(|entry| {
            let value = |key: &str| {
                let mut lines = entry.lines();
                let line = lines.find_map(|line| line.strip_prefix(key))?;
                line.split('"').nth(1)
            };
            Locked {
                name: value("name = ").unwrap_or_default(),
                version: value("version = ").unwrap_or_default(),
                source: value("source = "),
                checksum: value("checksum = ").is_some(),
            }
        })
        .collect()
}

/// What does not come from the public registry, or could change unseen.
fn strange_sources(lock: &Source) -> Vec<String> {
    let locked = locked(&lock.text);
    let others = locked.iter().filter(|entry| entry.source.is_some());
    others
        .filter(|entry| entry.source != Some(REGISTRY) || !entry.checksum)
        .map(|entry| format!("{}: {} is from {:?}", lock.path, entry.name, entry.source))
        .collect()
}

/// What is built in two versions and is not known to be, and what is known and no longer so.
fn twice(lock: &Source, known: &[&str]) -> Vec<String> {
    let mut versions = BTreeMap::<&str, Vec<&str>>::new();
    let entries = locked(&lock.text);
    for entry in &entries {
        versions.entry(entry.name).or_default().push(entry.version);
    }
    versions.retain(|_, all| all.len() > 1);
    let new = versions.iter().filter(|(name, _)| !known.contains(name));
    let new = new.map(|(name, all)| format!("{}: {name} in {}", lock.path, all.join(" and ")));
    let gone = known.iter().filter(|name| !versions.contains_key(**name));
    let gone = gone.map(|name| format!("{}: {name} is there once now: strike it", lock.path));
    new.chain(gone).collect()
}

/// Whether a licence expression (SPDX, or `MIT/Apache-2.0` as it was once written) leaves
/// a choice that we may make.
fn is_free(expression: &str) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (free, rest) = any_of(&words);
    free && rest.is_empty()
}

fn any_of<'a, 'w>(words: &'a [&'w str]) -> (bool, &'a [&'w str]) {
    let (mut free, mut rest) = all_of(words);
    while let [word, next @ ..] = rest
        && *word == "OR"
    {
        let (other, after) = all_of(next);
        (free, rest) = (free || other, after);
    }
    (free, rest)
}

fn all_of<'a, 'w>(words: &'a [&'w str]) -> (bool, &'a [&'w str]) {
    let (mut free, mut rest) = one(words);
    while let [word, next @ ..] = rest
        && *word == "AND"
    {
        let (other, after) = one(next);
        (free, rest) = (free && other, after);
    }
    (free, rest)
}

fn one<'a, 'w>(words: &'a [&'w str]) -> (bool, &'a [&'w str]) {
    match words {
        ["(", inside @ ..] => match any_of(inside) {
            (free, [")", rest @ ..]) => (free, rest),
            (_, rest) => (false, rest),
        },
        // An exception gives more than the licence does.
        [name, "WITH", _, rest @ ..] | [name, rest @ ..] => (FREE.contains(name), rest),
        [] => (false, &[]),
    }
}

/// Dependencies of a manifest that no line of its folder names.
fn unused(manifest: &Source, code: &[Source]) -> Vec<String> {
    let folder = manifest.path.trim_end_matches("Cargo.toml");
    let own: Vec<&str> = code
        .iter()
        .filter(|source| source.path.starts_with(folder))
        .map(|source| source.text.as_str())
        .collect();
    let named = |name: &str| {
        let word = name.replace('-', "_");
        let paths = [format!("{word}::"), format!("use {word};")];
        own.iter()
            .any(|text| paths.iter().any(|path| text.contains(path.as_str())))
    };
    needed(&manifest.text)
        .into_iter()
        .filter(|name| !named(name) && !USED_ELSEWHERE.contains(&(&*manifest.path, name)))
        .map(|name| format!("{}: nobody uses {name}", manifest.path))
        .collect()
}

/// The names below every heading of dependencies, of whatever kind and system.
fn needed(manifest: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]") && !line.starts_with("[workspace");
        } else if inside && line.starts_with(|first: char| first.is_ascii_lowercase()) {
            names.extend(line.split(['.', ' ', '=']).next());
        }
    }
    names
}

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Licences under which the programs may be given away with no more than a notice.
const FREE: [&str; 11] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Crates under another licence, and why that is no hindrance.
const UNDER_OTHERS: [(&str, &str); 2] = [
    // Its own files stay under it; nothing of ours does. Below `directories`.
    ("option-ext", "MPL-2.0"),
    // Asks for nothing; in the lock, and in no program.
    ("terminfo", "WTFPL"),
];

/// What is used by a file that another crate's folder holds and a `#[path]` leads to.
const USED_ELSEWHERE: [(&str, &str); 1] = [("fuzz/Cargo.toml", "serde_json")];

/// What somebody whom we use still wants in an older version. In the programs are two of
/// `base64` (`crossterm`, `pem`), `getrandom` (`ring`) and `thiserror` (`crossterm`); the rest is in the
/// lock for other systems, for the tests, or at compile time.
const TWICE: [&str; 19] = [
    "base64",
    "bit-set",
    "bit-vec",
    "bitflags",
    "block-buffer",
    "cfg_aliases",
    "cpufeatures",
    "crypto-common",
    "digest",
    "getrandom",
    "nix",
    "r-efi",
    "rand",
    "rand_core",
    "sha2",
    "syn",
    "thiserror",
    "thiserror-impl",
    "windows-sys",
];

/// What is asked for in another version than is built: the oldest that is allowed is the
/// one that is tested.
fn untested(manifest: &Source, lock: &Source) -> Vec<String> {
    let entries = locked(&lock.text);
    let (_, asked) = manifest
        .text
        .split_once("[workspace.dependencies]")
        .unwrap_or_default();
    let asked = asked.lines().take_while(|line| !line.starts_with('['));
    let versions = asked
        .filter(|line| !line.contains("path ="))
        .filter_map(|line| {
            let (name, rest) = line.split_once(" = ")?;
            Some((name, rest.split('"').nth(1)?))
        });
    versions
        .filter(|(name, version)| {
            // What stands behind a `+` is no part of an order.
            let bare = |locked: &str| locked.split('+').next() == Some(*version);
            !(entries.iter()).any(|entry| entry.name == *name && bare(entry.version))
        })
        .map(|(name, version)| {
            let path = &manifest.path;
            format!("{path}: {name} {version} is not what Cargo.lock has: name that one")
        })
        .collect()
}

#[test]
fn the_oldest_version_that_is_asked_for_is_the_one_that_is_built() {
    content(&untested(&file("Cargo.toml"), &file("Cargo.lock")));
    let manifest = "[workspace.dependencies]\nours = { path = \"x\" }\na = \"1\"\nb = { version = \"2.0.1\" }\n\n[profile.dev]\nc = \"9\"\n";
    let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"b\"\nversion = \"2.0.1+x\"\n";
    let files = made_up(&[("Cargo.toml", manifest), ("Cargo.lock", lock)]);
    let [manifest, lock] = files.try_into().ok().unwrap();
    complains(&untested(&manifest, &lock), &["Cargo.toml"]);
}

#[test]
fn everything_comes_from_the_public_registry() {
    for lock in ["Cargo.lock", "fuzz/Cargo.lock"] {
        let lock = file(lock);
        assert!(locked(&lock.text).len() > 20, "{} is not read", lock.path);
        content(&strange_sources(&lock));
    }
}

#[test]
fn nothing_is_built_in_two_versions_without_a_reason() {
    content(&twice(&file("Cargo.lock"), &TWICE));
}

#[test]
fn every_licence_lets_the_programs_be_given_away() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let asked = Command::new(cargo)
        .args(["metadata", "--format-version=1", "--locked", "--offline"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&asked.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100, "only {} packages", packages.len());
    let mut complaints = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let licence = package["license"].as_str().unwrap_or_default();
        if !is_free(licence) && !UNDER_OTHERS.contains(&(name, licence)) {
            complaints.push(format!("{name}: {licence:?}"));
        }
    }
    content(&complaints);
}

#[test]
fn every_dependency_is_used() {
    let manifests = walk(&["crates", "tests", "fuzz"], "Cargo.toml");
    let code = walk(&["crates", "tests", "fuzz"], ".rs");
    let complaints = manifests.iter().flat_map(|one| unused(one, &code));
    content(&complaints.collect::<Vec<_>>());
}

#[test]
fn a_licence_is_free_where_one_of_its_choices_is() {
    for free in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-3.0 OR MIT",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(is_free(free), "{free}");
    }
    for bound in [
        "",
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "(MIT OR GPL-3.0) AND AGPL-3.0",
        "(MIT",
        "MIT Apache-2.0",
    ] {
        assert!(!is_free(bound), "{bound}");
    }
}

#[test]
fn a_strange_source_a_second_version_and_an_idle_dependency_are_found() {
    let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"git+https://example.org/a\"\n\n[[package]]\nname = \"a\"\nversion = \"2.0.0\"\n";
    let files = made_up(&[
        ("Cargo.lock", lock),
        (
            "crates/x/Cargo.toml",
            "[dependencies]\nserde-json = \"1\"\nidle.workspace = true\n\n[package.metadata]\nidle2 = true\n",
        ),
        ("crates/x/src/lib.rs", "use serde_json::Value; // idle"),
    ]);
    let [lock, manifest, code] = files.try_into().ok().unwrap();
    complains(&strange_sources(&lock), &["Cargo.lock"]);
    assert_eq!(
        twice(&lock, &["b"]),
        [
            "Cargo.lock: a in 1.0.0 and 2.0.0",
            "Cargo.lock: b is there once now: strike it"
        ]
    );
    assert!(twice(&lock, &["a"]).is_empty());
    assert_eq!(
        unused(&manifest, &[code]),
        ["crates/x/Cargo.toml: nobody uses idle"]
    );
}
