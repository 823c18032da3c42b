//! Section 7, a server with a real certificate: an authority of the client's system vouches
//! for its name, so nobody compares words, and nothing is remembered, since such
//! certificates change every few weeks.

use std::path::Path;
use std::path::PathBuf;

use chat_tests::peer::Peer;
use chat_tests::program::Exit;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use rcgen::BasicConstraints;
use rcgen::CertificateParams;
use rcgen::CertifiedIssuer;
use rcgen::IsCa;
use rcgen::KeyPair;
use tempfile::TempDir;

use crate::house::SERVER;
use crate::secret_talk;
use crate::secret_talk::ends_with;

/// An authority, the server that it vouches for under one name, and a folder for both and
/// for what the client remembers.
struct Stage {
    home: TempDir,
    server: Server,
}

impl Stage {
    fn new(name: &str) -> Self {
        let home = TempDir::new().unwrap();
        let mut authority = CertificateParams::new([]).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let authority = CertifiedIssuer::self_signed(authority, key).unwrap();
        let key = KeyPair::generate().unwrap();
        let leaf = CertificateParams::new([name.to_owned()]).unwrap();
        let leaf = leaf.signed_by(&key, &authority).unwrap();
        let place = |file: &str, pem: &str| -> PathBuf {
            let path = home.path().join(file);
            std::fs::write(&path, pem).unwrap();
            path
        };
        place("authority.pem", &authority.pem());
        let certificate = place("server.pem", &leaf.pem());
        let key = place("key.pem", &key.serialize_pem());
        let [certificate, key] = [&certificate, &key].map(|path| path.to_str().unwrap());
        let server = Start::new(SERVER)
            .everywhere()
            .args(&["--tls", certificate, key])
            .ready();
        Self { home, server }
    }

    /// Says one line to the server, called so, and ends. Only those authorities are known.
    fn says(&self, name: &str, authorities: &str, more: &[&str]) -> Exit {
        let udp = more.contains(&"--udp");
        let at = if udp {
            self.server.udp()
        } else {
            self.server.tcp()
        };
        let called = format!("{name}:{}", at[0].port());
        let mut command = secret_talk::client_of(&called, self.home.path(), more);
        command.env("SSL_CERT_FILE", self.home.path().join(authorities));
        command.env_remove("SSL_CERT_DIR");
        secret_talk::says(command, "psst\n")
    }
}

#[test]
fn a_name_for_which_an_authority_vouches_needs_no_words_and_is_not_remembered() {
    let stage = Stage::new("localhost");
    let mut bob = Peer::join(&stage.server, Via::Tcp, "bob");
    for transport in [&[][..], &["--udp"][..]] {
        let exit = stage.says("localhost", "authority.pem", transport);
        assert_eq!(exit.status.code(), Some(0), "{exit:?}");
        bob.hears("it", |f| f.says("psst") && f.name() == "ana");
    }
    let remembered = find(stage.home.path(), "servers");
    assert!(!remembered.is_some_and(|text| text.contains("localhost")));
    let nobody = stage.says("localhost", "nothing.pem", &[]);
    ends_with(&nobody, "--words");
}

#[test]
fn an_authority_vouches_for_the_name_that_was_asked_for_and_for_no_address() {
    for (vouched, asked) in [("chat.example", "localhost"), ("127.0.0.1", "127.0.0.1")] {
        let stage = Stage::new(vouched);
        ends_with(&stage.says(asked, "authority.pem", &[]), "--words");
    }
}

#[test]
fn words_that_were_given_count_more_than_any_authority() {
    let stage = Stage::new("localhost");
    let wrong = "acrobat lemon tulip digital apollo aroma";
    let exit = stage.says("localhost", "authority.pem", &["--words", wrong]);
    ends_with(&exit, "is not the server whose words you gave");
}

/// The text of the file of this name, somewhere below a folder.
fn find(folder: &Path, name: &str) -> Option<String> {
    let entries = std::fs::read_dir(folder).ok()?;
    let mut paths = entries.map(|entry| entry.unwrap().path());
    paths.find_map(|path| match path.file_name() {
        Some(file) if file == name => std::fs::read_to_string(&path).ok(),
        _ if path.is_dir() => find(&path, name),
        _ => None,
    })
}
