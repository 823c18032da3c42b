//! Law 5 for what the pure crates are made of: nothing that they depend on, at
//! any depth, speaks to an operating system. Rust's own library aside (that is
//! the matter of `purity`), a crate comes to one only through these.
//!
//! The tests' own dependencies do not count.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::sources::Source;
use crate::sources::file;
use crate::sources::made_up;

/// The crates of [`SYSTEM`] that a pure crate is made of.
fn systems(name: &str, manifest: &dyn Fn(&str) -> Option<Source>, lock: &Source) -> Vec<String> {
    let locked = locked(&lock.text);
    let mut all = BTreeSet::new();
    let mut next = vec![name.to_owned()];
    while let Some(name) = next.pop() {
        if name == PROCESSOR || !all.insert(name.clone()) {
            continue;
        }
        // The lock counts the tests' dependencies of our own crates, the
        // manifest tells them apart.
        let below = match manifest(&name) {
            Some(manifest) => needed(&manifest.text),
            None => locked.get(&*name).cloned().unwrap_or_default(),
        };
        next.extend(below);
    }
    let system = |name: &String| SYSTEM.contains(&&**name);
    let found = all.into_iter().filter(system);
    found.map(|other| format!("{name}: `{other}`")).collect()
}

/// What stands in a manifest below `[dependencies]`.
fn needed(manifest: &str) -> Vec<String> {
    let lines = manifest
        .lines()
        .skip_while(|line| *line != "[dependencies]");
    let lines = lines.skip(1).take_while(|line| !line.starts_with('['));
    let name = |line: &str| line.split(['.', ' ', '=']).next().map(str::to_owned);
    let names = lines.filter(|line| !line.starts_with('#')).filter_map(name);
    names.filter(|name| !name.is_empty()).collect()
}

/// What each package of a lock file depends on; of two versions, on both's.
fn locked(lock: &str) -> BTreeMap<&str, Vec<String>> {
    let mut packages = BTreeMap::<&str, Vec<String>>::new();
    for package in lock.split("[[package]]").skip(1) {
        let text = |line: &'_ str| line.split('"').nth(1).map(str::to_owned);
        let name = package.split('"').nth(1).unwrap_or_default();
        let below = package.split("dependencies = [").nth(1);
        let below = below.unwrap_or_default().lines().filter_map(text);
        // `name` or `name version`.
        let below = below.filter_map(|d| d.split(' ').next().map(str::to_owned));
        packages.entry(name).or_default().extend(below);
    }
    packages
}

/// The crates without an operating system in them.
const PURE: [&str; 5] = [
    "chat-proto",
    "chat-link",
    "chat-weather",
    "chat-trust",
    "chat-wire",
];

/// What asks which instructions the processor has: on some, by way of the system.
const PROCESSOR: &str = "cpufeatures";

/// Where crates meet an operating system: its calls, or what runs over them.
const SYSTEM: [&str; 13] = [
    "errno",
    "getrandom",
    "libc",
    "linux-raw-sys",
    "mio",
    "nix",
    "rand",
    "rustix",
    "socket2",
    "tokio",
    "wasi",
    "windows-link",
    "windows-sys",
];

#[test]
fn the_pure_crates_have_no_operating_system_in_them() {
    let lock = file("Cargo.lock");
    let ours = |name: &str| PURE.contains(&name).then(|| manifest(name));
    for name in PURE {
        assert!(needed(&manifest(name).text).len() > 1, "{name} needs more");
        let found = systems(name, &ours, &lock);
        assert!(found.is_empty(), "{found:?}");
    }
}

fn manifest(name: &str) -> Source {
    file(&format!("crates/{name}/Cargo.toml"))
}

#[test]
fn an_operating_system_is_found_at_any_depth_but_not_in_tests() {
    let manifest = "[package]\nname = \"pure\"\n\n[dependencies]\n# Why.\na.workspace = true\n\n[dev-dependencies]\nmio.workspace = true\n";
    let lock = "[[package]]\nname = \"a\"\ndependencies = [\n \"b 1.0.0\",\n]\n\n[[package]]\nname = \"b\"\ndependencies = [\n \"libc\",\n]\n\n[[package]]\nname = \"libc\"\n\n[[package]]\nname = \"pure\"\ndependencies = [\n \"a\",\n \"mio\",\n]\n";
    let lock = made_up(&[("Cargo.lock", lock)]);
    let ours = |name: &str| {
        let mut files = made_up(&[("Cargo.toml", manifest)]);
        files.pop().filter(|_| name == "pure")
    };
    let found = lock.iter().flat_map(|lock| systems("pure", &ours, lock));
    assert_eq!(found.collect::<Vec<_>>(), ["pure: `libc`"]);
}
