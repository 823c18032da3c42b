//! Ladders of conversations that become secret.

use super::*;
use crate::words::language::Language;

/// A client over TCP, as it was recorded.
pub(super) const CLIENT: &str = r#"{"ms":0,"event":"begin","version":1,"program":"chat-tui 0.1.0","wall":1796015995560299,"name":"ana"}
{"ms":5,"flow":1,"event":"flow","transport":"tcp","local":"127.0.0.1:39550","peer":"127.0.0.1:1234"}
{"ms":5,"flow":1,"event":"opened","took_ms":0.5,"attempts":1}
{"ms":6,"flow":1,"event":"tls_record","way":"out","type":"handshake","bytes":198,"message":"client_hello"}
{"ms":6,"flow":1,"event":"write","offered":198,"x":"2bc66703","bytes":198,"ends":[188]}
{"ms":7,"flow":1,"event":"read","x":"862998d6","bytes":659,"ends":[40,243,300,450]}
{"ms":7.1,"flow":1,"event":"tls_record","way":"in","type":"handshake","bytes":127,"message":"server_hello"}
{"ms":7.1,"flow":1,"event":"tls_record","way":"out","type":"change_cipher_spec","bytes":6}
{"ms":7.1,"flow":1,"event":"tls_record","way":"in","type":"change_cipher_spec","bytes":6}
{"ms":7.2,"flow":1,"event":"tls_record","way":"in","type":"application_data","bytes":526,"inside":"handshake"}
{"ms":7.2,"flow":1,"event":"tls_record","way":"out","type":"application_data","bytes":74,"inside":"handshake"}
{"ms":7.3,"flow":1,"event":"tls_open","version":"TLS 1.3","suite":"TLS_AES_256_GCM_SHA384","group":"X25519","certificate":"sharon protect evita milan satire educate"}
{"ms":7.4,"flow":1,"event":"write","offered":80,"x":"a77114b6","bytes":80,"ends":[13]}
{"ms":8,"flow":1,"event":"tls_record","way":"out","type":"application_data","bytes":208,"inside":"application_data","plaintext":186,"frames":1}
{"ms":8.1,"flow":1,"event":"write","offered":208,"x":"9869d859","bytes":208,"ends":[]}
{"ms":9,"flow":1,"event":"read","x":"a55135d2","bytes":100,"ends":[7]}
{"ms":9.5,"flow":1,"event":"read","x":"a55135d3","bytes":291,"ends":[]}
{"ms":9.6,"flow":1,"event":"tls_record","way":"in","type":"application_data","bytes":391,"inside":"application_data","plaintext":369,"frames":3}
{"ms":10,"flow":1,"event":"read","x":"c740d53a","bytes":133,"ends":[1]}
{"ms":10.1,"flow":1,"event":"tls_record","way":"in","type":"application_data","bytes":109,"inside":"application_data","plaintext":87,"frames":1}
{"ms":10.1,"flow":1,"event":"tls_record","way":"in","type":"application_data","bytes":24,"inside":"alert","alert":"close_notify"}
{"ms":11,"flow":1,"event":"closed","why":"ours","unread":702}
"#;

#[test]
fn a_stream_becomes_secret_and_what_is_told_are_records() {
    check(
        CLIENT,
        r"
        ana :39550                           server :1234
  0.005 ● connected                                     │
  0.006 │── write 198: ClientHello ────────────────────→│ in the clear
  0.007 │←───────── read 659: ServerHello + handshake ──│ the hello in the clear, the rest encrypted
  0.007 ● secret from here: TLS_AES_256_GCM_SHA384      │ sharon protect evita milan satire educate
  0.007 │── write 80: handshake ───────────────────────→│ encrypted
  0.008 │── write 208: 1 record ───────────────────────→│ 1 frame: 186 bytes + 22
  0.009 │←───────── read 100: part of a record of 391 ──│
  0.009 │←──────────────────────── read 291: 1 record ──│ 3 frames: 369 bytes + 22
  0.010 │←───────── read 133: close_notify + 1 record ──│ 1 frame: 87 bytes + 22
  0.011 ● closed: ours                                  │
10 rows · ✗ lost 0 · ? unknown 0 · again 0 · ≡ duplicates 0 · ! refused 0",
    );
}

#[test]
fn the_same_is_told_in_portuguese() {
    let style = TextStyle {
        language: Language::Portuguese,
        sentences: true,
        ..TextStyle::default()
    };
    let reading = record::read(CLIENT.as_bytes());
    let drawn = text(&merged(&reading.recordings), style);
    for words in [
        "escreve 198: ClientHello",
        "│ às claras",
        "lê 659: ServerHello + handshake",
        "o hello às claras, o resto cifrado",
        "secreto desde aqui: TLS_AES_256_GCM_SHA384",
        "1 mensagem: 186 bytes + 22",
        "parte de um registo de 391",
        "O que se disse tem 186 bytes; no fio leva mais 22",
        "Com quem, di-lo o certificado:",
    ] {
        let one_line = drawn.replace("\n        ▌", "");
        assert!(one_line.contains(words), "{words}\n{drawn}");
    }
}

/// The server's side of the same: each row is told once, whoever tells it.
#[test]
fn two_recordings_tell_each_record_once() {
    let server = r#"{"ms":0,"event":"begin","version":1,"program":"chat-server 0.1.0","wall":1796015995560299}
{"ms":5.5,"flow":1,"event":"flow","transport":"tcp","local":"127.0.0.1:1234","peer":"127.0.0.1:39550"}
{"ms":6.5,"flow":1,"event":"read","x":"2bc66703","bytes":198,"ends":[188]}
{"ms":6.6,"flow":1,"event":"tls_record","way":"in","type":"handshake","bytes":198,"message":"client_hello"}
{"ms":6.7,"flow":1,"event":"tls_record","way":"out","type":"handshake","bytes":127,"message":"server_hello"}
{"ms":6.7,"flow":1,"event":"tls_record","way":"out","type":"change_cipher_spec","bytes":6}
{"ms":6.7,"flow":1,"event":"tls_record","way":"out","type":"application_data","bytes":526,"inside":"handshake"}
{"ms":6.8,"flow":1,"event":"write","offered":659,"x":"862998d6","bytes":659,"ends":[40,243,300,450]}
"#;
    let reading = [server, CLIENT].map(|lines| record::read(lines.as_bytes()).recordings);
    let drawn = text(&merged(&reading.concat()), TextStyle::default());
    for words in [
        "write 198: ClientHello ─",
        "✓ read 198 · in the clear",
        "write 659: ServerHello + handshake ─",
        "✓ read 659 · the hello in the clear, the ",
    ] {
        assert_eq!(drawn.matches(words).count(), 1, "{words}\n{drawn}");
    }
}

/// A client over UDP; its first hello of TLS is lost in the weather.
const LINK: &str = r#"{"ms":0,"event":"begin","version":1,"program":"chat-tui 0.1.0","wall":1796015995560299,"name":"bob"}
{"ms":1,"flow":1,"event":"flow","transport":"udp","local":"127.0.0.1:45569","peer":"127.0.0.1:1234","link":"00c1f3a8"}
{"ms":2,"flow":1,"event":"tls_record","way":"out","type":"handshake","bytes":198,"message":"client_hello"}
{"ms":2,"flow":1,"event":"sent","x":"00000001","n":1,"try":1,"why":"new","bytes":340,"wait_ms":200}
{"ms":2,"flow":1,"event":"weather","x":"00000001","bytes":340,"way":"out","datagram":3,"fate":"dropped","drew":110871,"n":1,"type":"tls","tls":198}
{"ms":202,"flow":1,"event":"sent","x":"00000002","n":1,"try":2,"why":"timeout","bytes":348,"wait_ms":400}
{"ms":202,"flow":1,"event":"out","x":"00000002","bytes":348,"what":{"n":1,"try":2,"type":"tls","tls":198}}
{"ms":203,"flow":1,"event":"in","x":"00000003","bytes":1000,"what":{"n":1,"type":"tls","ack":1,"for":[1,2],"tries":[2],"tls":600}}
{"ms":203,"flow":1,"event":"in","x":"00000004","bytes":200,"what":{"n":2,"type":"tls","ack":1,"tls":59}}
{"ms":203,"flow":1,"event":"tls_record","way":"in","type":"handshake","bytes":127,"message":"server_hello"}
{"ms":203,"flow":1,"event":"tls_record","way":"in","type":"change_cipher_spec","bytes":6}
{"ms":203,"flow":1,"event":"tls_record","way":"in","type":"application_data","bytes":526,"inside":"handshake"}
{"ms":203,"flow":1,"event":"acked","n":1,"tries":2,"after_ms":201}
{"ms":204,"flow":1,"event":"tls_failed","why":"cannot decrypt peer's message"}
"#;

#[test]
fn frames_of_a_link_carry_records_and_each_copy_carries_the_same() {
    check(
        LINK,
        r"
        bob :45569                           server :1234
  0.002 │── 1 tls: ClientHello ──✗                      │ ✗ weather: lost, drew 0.11
  0.202 │── 1 tls t2: ClientHello ─────────────────────→│ ✓ again: no answer; waits 400 ms now · co…
  0.203 │←──────────── 1 tls: ServerHello + … · ack 1 ──│ in the clear
  0.203 │←────────────────── 2 tls: handshake · ack 1 ──│ encrypted
  0.204 ● no TLS: cannot decrypt peer's message         │
5 rows · ✗ lost 1 · ? unknown 0 · again 1 · ≡ duplicates 0 · ! refused 0",
    );
}
