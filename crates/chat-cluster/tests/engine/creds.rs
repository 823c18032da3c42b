//! Credentials, with an engine that knows an operator, its accounts and their users as
//! `nsc` would make them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chat_cluster::Cluster;
use chat_cluster::Fault;
use ed25519_dalek::Signer as _;
use ed25519_dalek::SigningKey;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;

use crate::nodes::Node;
use crate::nodes::settings;
use crate::server::Server;

/// A key, and whose.
struct Key {
    kind: u8,
    key: SigningKey,
}

impl Key {
    fn new(kind: u8, number: u8) -> Self {
        let key = SigningKey::from_bytes(&[number; 32]);
        Self { kind, key }
    }

    fn public(&self) -> String {
        let key = self.key.verifying_key();
        nkey(&[&[self.kind], key.as_bytes().as_slice()].concat())
    }

    fn seed(&self) -> String {
        let prefix = [SEED | self.kind >> 5, (self.kind & 31) << 3];
        nkey(&[prefix.as_slice(), &self.key.to_bytes()].concat())
    }

    /// What this key says of another.
    fn says(&self, of: &Self, nats: &Value) -> String {
        let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let head = part(&json!({"typ": "JWT", "alg": "ed25519-nkey"}));
        let claims = part(&json!({
            "jti": "1", "iat": 1, "iss": self.public(), "sub": of.public(), "nats": nats,
        }));
        let said = format!("{head}.{claims}");
        let signature = self.key.sign(said.as_bytes()).to_bytes();
        format!("{said}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// Base 32, with the sum behind.
fn nkey(content: &[u8]) -> String {
    let sum = content.iter().fold(0_u16, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte) << 8, |crc, _| {
            crc << 1 ^ if crc & 0x8000 == 0 { 0 } else { 0x1021 }
        })
    });
    let (mut bits, mut count, mut out) = (0_u32, 0, String::new());
    for byte in [content, &sum.to_le_bytes()].concat() {
        bits = bits << 8 | u32::from(byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            let at = usize::try_from(bits >> count & 31).unwrap();
            out.push(char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[at]));
        }
    }
    if count > 0 {
        let at = usize::try_from(bits << (5 - count) & 31).unwrap();
        out.push(char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[at]));
    }
    out
}

#[tokio::test]
async fn credentials_let_in_and_those_of_a_stranger_do_not() {
    let folder = TempDir::new().unwrap();
    let operator = Key::new(14 << 3, 1);
    let (system, account) = (Key::new(0, 2), Key::new(0, 3));
    let (user, stranger) = (Key::new(20 << 3, 4), Key::new(20 << 3, 5));
    let limits = json!({"subs": -1, "data": -1, "payload": -1, "imports": -1, "exports": -1,
        "wildcards": true, "conn": -1, "leaf": -1, "mem_storage": -1, "disk_storage": -1,
        "streams": -1, "consumer": -1});
    let of_account = json!({"type": "account", "version": 2, "limits": limits});
    let mut of_system = of_account.clone();
    of_system["limits"]["mem_storage"] = 0.into();
    of_system["limits"]["disk_storage"] = 0.into();
    let of_user = json!({"type": "user", "version": 2, "subs": -1, "data": -1, "payload": -1});
    let text = format!(
        "operator: {}\nsystem_account: {}\nresolver: MEMORY\nresolver_preload: {{\n{}: {}\n{}: {}\n}}\n",
        operator.says(&operator, &json!({"type": "operator", "version": 2})),
        system.public(),
        system.public(),
        operator.says(&system, &of_system),
        account.public(),
        operator.says(&account, &of_account),
    );
    let config = folder.path().join("nats.conf");
    std::fs::write(&config, text).unwrap();
    let Some(node) = Node::with(&["-js", "-c", config.to_str().unwrap()]) else {
        return;
    };
    let creds = |name: &str, jwt: &str, key: &Key| {
        let file = folder.path().join(name);
        let seed = key.seed();
        let text = format!(
            "-----BEGIN NATS USER JWT-----\n{jwt}\n------END NATS USER JWT------\n\n\
             -----BEGIN USER NKEY SEED-----\n{seed}\n------END USER NKEY SEED------\n"
        );
        std::fs::write(&file, text).unwrap();
        file
    };
    let jwt = account.says(&user, &of_user);
    let mut lab1 = settings(&[&node], "lab1");
    lab1.creds = Some(creds("right.creds", &jwt, &user));
    Server::living(lab1.clone()).await;

    // The right words, and the key of somebody else.
    lab1.creds = Some(creds("wrong.creds", &jwt, &stranger));
    let why = Cluster::connect(lab1.clone(), 0).await.unwrap_err();
    assert!(matches!(&why, Fault::Refused(_)), "{why:?}");
    lab1.creds = Some(folder.path().join("none.creds"));
    let why = Cluster::connect(lab1.clone(), 0).await.unwrap_err();
    assert!(matches!(&why, Fault::Creds { .. }), "{why:?}");
    lab1.creds = None;
    let why = Cluster::connect(lab1, 0).await.unwrap_err();
    assert!(matches!(&why, Fault::Refused(_)), "{why:?}");
}

/// The first byte of a seed.
const SEED: u8 = 18 << 3;
