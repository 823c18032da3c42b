//! TLS with the engine.

use std::path::Path;
use std::path::PathBuf;

use chat_cluster::Address;
use chat_cluster::Cluster;
use tempfile::TempDir;

use crate::nodes::Node;
use crate::nodes::settings;
use crate::server::Server;
use crate::server::numbered;

/// A certificate for this machine, and its key.
fn certificate(folder: &Path) -> (PathBuf, PathBuf) {
    let names = vec!["127.0.0.1".to_owned(), "localhost".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).unwrap();
    let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    (certificate, key)
}

fn secret(certificate: &Path, key: &Path) -> Option<Node> {
    let (certificate, key) = (certificate.to_str().unwrap(), key.to_str().unwrap());
    Node::with(&["-js", "--tls", "--tlscert", certificate, "--tlskey", key])
}

#[tokio::test]
async fn who_is_vouched_for_is_talked_to_in_secret() {
    let folder = TempDir::new().unwrap();
    let (certificate, key) = certificate(folder.path());
    let Some(node) = secret(&certificate, &key) else {
        return;
    };
    let mut trusting = settings(&[&node], "lab1");
    trusting.ca = Some(certificate);
    if !cfg!(feature = "tls") {
        let why = Cluster::connect(trusting, 0).await.unwrap_err();
        assert!(why.to_string().contains("built without it"), "{why}");
        return;
    }
    // The engine wants it, or we do.
    let mut lab1 = Server::living(trusting.clone()).await;
    let address = format!("tls://localhost:{}", node.port());
    trusting.engine = vec![Address::parse(&address).unwrap()];
    let mut lab2 = Server::connect(trusting, 0).await;
    lab1.say(&vec!["x".repeat(50_000); 100]);
    lab1.say(&numbered("a", 1000));
    lab1.until_lines(1101).await;
    lab2.until_lines(1101).await;
    assert_eq!(lab1.log, lab2.log);
    lab1.cluster.leave(crate::server::PATIENCE).await;
    lab2.until_line("lab1 dead lab1").await;
}

#[tokio::test]
#[cfg(feature = "tls")]
async fn who_is_not_vouched_for_is_told_nothing() {
    let folder = TempDir::new().unwrap();
    let (certificate_file, key) = certificate(folder.path());
    let Some(node) = secret(&certificate_file, &key) else {
        return;
    };
    let other = TempDir::new().unwrap();
    let mut wary = settings(&[&node], "lab1");
    for ca in [None, Some(certificate(other.path()).0)] {
        wary.ca = ca;
        let why = Cluster::connect(wary.clone(), 0).await.unwrap_err();
        assert!(matches!(&why, chat_cluster::Fault::Tls(_)), "{why:?}");
    }
    let missing = other.path().join("missing.pem");
    wary.ca = Some(missing.clone());
    let why = Cluster::connect(wary, 0).await.unwrap_err().to_string();
    assert!(why.contains(missing.to_str().unwrap()), "{why}");
}

#[tokio::test]
#[cfg(feature = "tls")]
async fn an_engine_without_tls_is_not_spoken_to_where_tls_is_wanted() {
    let Some(node) = Node::alone() else { return };
    let mut wary = settings(&[&node], "lab1");
    let address = format!("tls://127.0.0.1:{}", node.port());
    wary.engine = vec![Address::parse(&address).unwrap()];
    let why = Cluster::connect(wary, 0).await.unwrap_err();
    assert!(matches!(&why, chat_cluster::Fault::Tls(_)), "{why:?}");
}
