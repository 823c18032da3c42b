//! What is noted of a connection with TLS in it.

use chat_proto::trace::entry::Entry;
use chat_proto::trace::recording::Kept;
use chat_proto::trace::tls::Message;
use chat_proto::trace::tls::Open;
use chat_proto::trace::tls::Record;
use chat_proto::trace::tls::RecordType;
use chat_proto::trace::weather::Way;
use chat_secrecy::ask::Ask;
use chat_secrecy::certificate::Identity;
use chat_secrecy::layer::Layer as Tls;

use super::*;
use crate::ring::RECORDER;
use crate::ring::Ring;

/// Both sides of a connection, and what each has noted.
struct Pair {
    sides: [Connection; 2],
    rings: [Ring; 2],
}

impl Pair {
    /// A client and a server, in this weather.
    async fn new(words: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let connecting = TcpStream::connect(listener.local_addr().unwrap());
        let (one, other) = tokio::join!(connecting, listener.accept());
        let taps = [Tap::default(), Tap::default()];
        let now = clock::now().mono;
        let rings = taps
            .each_ref()
            .map(|tap| tap.ring_keeping(now, RECORDER, Kept::No));
        let profile = Profile::read(words, Transports::Streams, 7).unwrap();
        let connect = |socket, tap| {
            let raw = RawStream::Tcp(socket);
            let connection = Connection::new(raw, 0, tap, Opened::default());
            connection.change(now, &profile);
            connection
        };
        let sides = [
            connect(one.unwrap(), &taps[0]),
            connect(other.unwrap().0, &taps[1]),
        ];
        let offer = Identity::make().unwrap().offer().unwrap();
        let client = Tls::client(&Ask::new().unwrap(), "127.0.0.1").unwrap();
        sides[0].put_between(client, b"").unwrap();
        sides[1]
            .put_between(Tls::server(&offer).unwrap(), b"")
            .unwrap();
        Self { sides, rings }
    }

    /// The client says this and ends; the server hears it.
    async fn talk(&self, said: &[u8]) {
        let [client, server] = &self.sides;
        let both = async { tokio::join!(write_all(client, said), read_all(server)) };
        let ((), (came, end)) = timeout(PATIENCE, both).await.expect("it stands still");
        assert!(came == said && end.is_ok());
    }

    fn entries(&self) -> [Vec<Entry>; 2] {
        self.rings.each_ref().map(|ring| ring.since(0).entries)
    }
}

fn records(entries: &[Entry], way: Way) -> Vec<&Record> {
    let mut records = Vec::new();
    for entry in entries {
        if let Event::TlsRecord(record) = &entry.event
            && record.way == way
        {
            records.push(&**record);
        }
    }
    records
}

fn opened(entries: &[Entry]) -> Vec<Open> {
    let mut all = Vec::new();
    for entry in entries {
        if let Event::TlsOpen(open) = &entry.event {
            all.push((**open).clone());
        }
    }
    all
}

/// No record is told to have come before its bytes have, and none leaves before it is told.
#[track_caller]
fn in_their_order(entries: &[Entry]) {
    let (mut made, mut left, mut came, mut told) = (0, 0, 0, 0);
    for entry in entries {
        if let Event::TlsRecord(record) = &entry.event {
            match record.way {
                Way::Out => made += record.bytes,
                Way::In => told += record.bytes,
            }
        } else if let Event::Write(write) = &entry.event {
            left += write.moved.bytes;
        } else if let Event::Read(read) = &entry.event {
            came += read.moved.bytes;
        }
        assert!(left <= made && told <= came, "{entry:?}");
    }
    assert_eq!((left, told), (made, came), "every byte is of a record");
}

#[tokio::test]
async fn both_sides_tell_the_same_records_however_the_bytes_are_cut() {
    for words in ["off", "slice 1..90", "glue 5ms, slice 300"] {
        let pair = Pair::new(words).await;
        pair.talk(b"um\ndois\n").await;
        let [ours, theirs] = pair.entries();
        in_their_order(&ours);
        in_their_order(&theirs);
        let sizes = |records: Vec<&Record>| -> Vec<_> { records.iter().map(|r| r.bytes).collect() };
        let (out, came) = (records(&ours, Way::Out), records(&theirs, Way::In));
        let [hello, .., talk, end] = &*out else {
            panic!("{out:?}");
        };
        assert_eq!(hello.message, Some(Message::ClientHello));
        assert_eq!(
            (talk.plaintext, talk.frames, talk.bytes),
            (Some(8), Some(2), 30)
        );
        assert_eq!(talk.kind, RecordType::ApplicationData);
        assert_eq!(
            (end.inside, end.alert.as_deref()),
            (Some(RecordType::Alert), Some("close_notify"))
        );
        assert_eq!(sizes(out), sizes(came));
        let (out, came) = (records(&theirs, Way::Out), records(&ours, Way::In));
        assert_eq!(out[0].message, Some(Message::ServerHello));
        assert_eq!(sizes(out), sizes(came));
    }
}

#[tokio::test]
async fn both_sides_tell_the_same_words_once_and_nothing_that_was_said() {
    let pair = Pair::new("off").await;
    let said = b"{\"text\":\"psst\",\"password\":\"psst\"}\n";
    pair.talk(said).await;
    let told = pair.entries();
    let [ours, theirs] = told.each_ref().map(|entries| opened(entries));
    assert_eq!(ours, theirs);
    let words = ours[0].certificate.as_ref().unwrap();
    assert_eq!((ours.len(), words.split(' ').count()), (1, 6), "{words}");
    let mut lines = Vec::new();
    told.iter()
        .flatten()
        .for_each(|entry| entry.write(&mut lines));
    let lines = String::from_utf8(lines).unwrap();
    let long = format!("\"plaintext\":{}", said.len());
    assert!(lines.contains(&long), "{lines}");
    assert!(!lines.contains("psst"), "{lines}");
}
