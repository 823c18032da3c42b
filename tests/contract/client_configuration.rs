//! The client's configuration file, and what both programs print for the shell and
//! the manual.

use std::fs;
use std::path::Path;
use std::process::Command;

use chat_tests::clock::PATIENCE;
use chat_tests::program::Exit;
use chat_tests::program::Program;

use crate::house::CLIENT;
use crate::house::SERVER;

#[track_caller]
fn run(exe: &str, args: &[&str], home: &Path) -> Exit {
    let mut command = Command::new(exe);
    command.args(args).env("XDG_CONFIG_HOME", home);
    command.env("LC_ALL", "C");
    Program::start(&mut command).exit_within(PATIENCE)
}

fn chosen(exit: &Exit) -> Vec<String> {
    let lines = exit.output.iter().map(|line| line.trim_end());
    let lines = lines.filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(str::to_owned).collect()
}

#[test]
fn a_missing_file_is_no_error_and_none_is_ever_made() {
    let home = tempfile::tempdir().unwrap();
    let exit = run(CLIENT, &["--print-config"], home.path());
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    assert_eq!(chosen(&exit), ["[keys]"]);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn the_file_in_the_usual_place_is_read_and_what_is_printed_is_read_back() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("chat-tui");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("config.toml"), "name = 'ana'\nhistory = 500\n").unwrap();
    let exit = run(CLIENT, &["--print-config", "--history", "600"], home.path());
    assert_eq!(chosen(&exit), ["name = \"ana\"", "history = 600", "[keys]"]);
    let printed = home.path().join("printed.toml");
    fs::write(&printed, exit.output.concat()).unwrap();
    let again = ["--print-config", "--config", printed.to_str().unwrap()];
    let again = run(CLIENT, &again, home.path());
    assert_eq!(again.output, exit.output);
}

/// The shell empties a file before a program runs that prints into it.
#[cfg(target_os = "linux")]
#[test]
fn the_file_is_written_in_place_with_its_folder_and_what_it_said_stays() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("chat-tui/config.toml");
    let exit = run(CLIENT, &["--write-config", "--history", "600"], home.path());
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    assert!(
        exit.output.concat().contains(file.to_str().unwrap()),
        "{exit:?}"
    );
    let exit = run(CLIENT, &["--write-config", "--name", "ana"], home.path());
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    let exit = run(CLIENT, &["--print-config"], home.path());
    assert_eq!(chosen(&exit), ["name = \"ana\"", "history = 600", "[keys]"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), exit.output.concat());
    let beside = fs::read_dir(file.parent().unwrap()).unwrap().count();
    assert_eq!(beside, 1, "nothing is left beside it");
}

#[cfg(unix)]
#[test]
fn a_link_to_the_file_stays_one() {
    let home = tempfile::tempdir().unwrap();
    let (real, link) = (home.path().join("real.toml"), home.path().join("link.toml"));
    fs::write(&real, "name = 'ana'\n").unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    let args = ["--write-config", "--config", link.to_str().unwrap()];
    let exit = run(CLIENT, &args, home.path());
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("history"));
}

#[test]
fn a_broken_file_is_told_with_its_line_and_status_2_and_can_be_left_out() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("mine.toml");
    fs::write(&file, "# mine\nthem = 'dark'\n").unwrap();
    let exit = run(CLIENT, &["--config", file.to_str().unwrap()], home.path());
    assert_eq!(exit.status.code(), Some(2), "{exit:?}");
    for words in [
        "mine.toml:2: ",
        "`them`",
        "did you mean `theme`?",
        "--no-config",
    ] {
        assert!(exit.errors.contains(words), "{exit:?}");
    }
    assert_eq!(exit.errors.lines().count(), 1, "{exit:?}");
    let exit = run(CLIENT, &["--no-config", "--print-config"], home.path());
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
}

#[test]
fn both_programs_print_completions_for_every_shell_and_a_manual_page() {
    let home = tempfile::tempdir().unwrap();
    for (exe, option) in [(CLIENT, "print-config"), (SERVER, "max-peers")] {
        for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
            let exit = run(exe, &["completions", shell], home.path());
            assert_eq!(exit.status.code(), Some(0), "{shell}: {exit:?}");
            assert!(exit.output.concat().contains(option), "{shell}: {exit:?}");
        }
        let page = run(exe, &["man"], home.path()).output.concat();
        let option = option.replace('-', "\\-");
        assert!(page.contains(".TH") && page.contains(&option), "{page}");
        for heading in [
            "SYNOPSIS",
            "EXIT STATUS",
            "ENVIRONMENT",
            "FILES",
            "EXAMPLES",
        ] {
            let is_there = |line: &str| line.replace('"', "") == format!(".SH {heading}");
            assert!(page.lines().any(is_there), "{heading}: {page}");
        }
        assert!(!page.contains("subcommands"), "{page}");
    }
    let page = run(CLIENT, &["man"], home.path()).output.concat();
    for words in [
        ".SH CONFIGURATION",
        ".SH KEYS",
        "\\fBnext\\-room\\fR",
        "Ctrl\\-n",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[test]
fn a_machine_that_is_called_like_a_word_of_ours_is_reached_behind_two_dashes() {
    let home = tempfile::tempdir().unwrap();
    let printed = run(
        CLIENT,
        &["--print-config", "--", "completions"],
        home.path(),
    );
    assert_eq!(chosen(&printed), ["server = \"completions\"", "[keys]"]);
}
