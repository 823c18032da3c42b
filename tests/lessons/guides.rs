//! Both guides: the same sections, and every command in them is run.
//!
//! `LESSONS_PASTE=1 cargo test -p chat-tests --test lessons every_command` runs
//! them and writes what they show into both guides.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

use crate::guide::Kind;
use crate::guide::Section;
use crate::guide::path;
use crate::guide::read;
use crate::pages::pages;
use crate::walk::Run;

const GUIDES: [&str; 2] = ["LESSONS.md", "LICOES.md"];

/// Sections that are gone through at once.
const AT_ONCE: usize = 8;

#[test]
fn both_guides_have_the_same_sections_and_the_same_blocks() {
    let [english, portuguese] = GUIDES.map(read);
    // The numbers of the exercises and the names of the programs need no
    // translation.
    let kernel = |section: &Section| {
        let words = section.heading.split(' ');
        let kept = words.filter(|word| word.contains(|c: char| c == '`' || c.is_ascii_digit()));
        kept.collect::<Vec<_>>().join(" ")
    };
    for (one, two) in english.iter().zip(&portuguese) {
        assert_eq!(kernel(one), kernel(two));
        assert_eq!(one.steps, two.steps, "{}", one.heading);
        for part in ["<details>", "</details>", "**Minutes", "crates/"] {
            let count = |section: &Section| {
                section
                    .lines
                    .iter()
                    .filter(|line| line.contains(part))
                    .count()
            };
            let wanted = if part == "**Minutes" { "**Minut" } else { part };
            let in_two = two
                .lines
                .iter()
                .filter(|line| line.contains(wanted))
                .count();
            assert_eq!(count(one), in_two, "{part} in {}", one.heading);
        }
    }
    assert_eq!(english.len(), portuguese.len());
}

#[test]
fn the_guides_walk_through_every_lesson_and_exercise() {
    for guide in GUIDES {
        let sections = read(guide);
        let headings: String = sections
            .iter()
            .map(|section| section.heading.clone() + "\n")
            .collect();
        for (name, _) in pages() {
            let tick = format!("`{name}`");
            assert!(
                headings.contains(&tick),
                "{guide} has no section for {name}"
            );
            let started = sections
                .iter()
                .flat_map(|section| &section.steps)
                .any(|step| {
                    step.kind == Kind::Start
                        && step.lines.join(" ").contains(&format!("--example {name} "))
                });
            assert!(started, "{guide} never starts {name}");
        }
        for exercise in [
            "3.1",
            "3.2",
            "3.3",
            "3.4",
            "3.5",
            "3.6",
            "3.7",
            "3.8",
            "3.9",
            "07-01",
            "07-02",
            "07-03",
            "`udp_local`",
            "`udp_remote`",
            "`tcp_exemplo`",
        ] {
            assert!(
                headings.contains(exercise),
                "{guide} has no section for {exercise}"
            );
        }
    }
}

#[test]
fn the_files_that_the_guides_name_exist() {
    for guide in GUIDES {
        let text = fs::read_to_string(path(guide)).unwrap();
        let words = text.split(|c: char| c.is_whitespace() || "`(),;".contains(c));
        let mut count = 0;
        for word in words.filter(|word| word.starts_with("crates/")) {
            let word = word.trim_end_matches(['.', ':']);
            let file = format!("{}/../{word}", env!("CARGO_MANIFEST_DIR"));
            assert!(Path::new(&file).exists(), "{guide} names {word}");
            count += 1;
        }
        assert!(
            count > 20,
            "{guide} names {count} files of the real programs"
        );
    }
}

#[test]
fn every_command_shows_what_the_guides_say() {
    let paste = std::env::var_os("LESSONS_PASTE").is_some();
    let sections = read(GUIDES[0]);
    let waiting = Mutex::new(sections.iter().enumerate());
    let pasted = Mutex::new(BTreeMap::new());
    let next = || waiting.lock().unwrap().next();
    let run_some = || {
        while let Some((number, section)) = next() {
            let shown = Run::new(section, paste).all();
            pasted.lock().unwrap().insert(number, shown);
        }
    };
    // Most of a section is waiting, so a few at once.
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(run_some);
        }
    });
    if paste {
        let blocks: Vec<String> = pasted
            .into_inner()
            .unwrap()
            .into_values()
            .flatten()
            .collect();
        for guide in GUIDES {
            write_blocks(guide, &blocks);
        }
    }
}

/// Puts these into the `text` blocks of a guide, in their order.
fn write_blocks(guide: &str, blocks: &[String]) {
    let text = fs::read_to_string(path(guide)).unwrap();
    let mut out = String::new();
    let mut blocks = blocks.iter();
    let mut inside = false;
    for line in text.lines() {
        if inside && line == "```" {
            inside = false;
        }
        if !inside {
            out.push_str(line);
            out.push('\n');
        }
        if line == "```text" {
            inside = true;
            out.push_str(blocks.next().unwrap());
        }
    }
    fs::write(path(guide), out).unwrap();
}
