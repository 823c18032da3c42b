//! What is heard of a link, and in which order.

use chat_link::envelope::Datagram;
use tokio::net::UdpSocket;
use tokio::time::timeout;

use super::*;
use crate::config;

#[tokio::test]
async fn an_end_that_comes_together_with_frames_is_told_after_them() {
    let server = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let client = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    client.connect(server.local_addr().unwrap()).await.unwrap();
    server.connect(client.local_addr().unwrap()).await.unwrap();
    let asked = config::NetworkConfig::clear();
    let endpoint = UdpEndpoint::new(
        client,
        server.local_addr().unwrap(),
        &asked,
        clock::now().mono,
    )
    .unwrap();
    let id = LinkId(7);
    let link = Some(link(clock::now().mono, &endpoint, id, (asked.policy, 0)));
    let late = 0;
    let mut datagrams = Datagrams {
        endpoint,
        clock: LinkClock::default(),
        link,
        late,
        cover: Cover::Clear,
        sealing: None,
    };
    let mut out = Vec::new();
    envelope::write_frame(&mut out, id, (1, 1), None, br#"{"text":"last"}"#);
    server.send(&out).await.unwrap();
    out.clear();
    envelope::write_answer(&mut out, clock::now().wall, &Datagram::Reset(id));
    server.send(&out).await.unwrap();
    let frames = datagrams.next().await.unwrap();
    assert_eq!(frames.len(), 1, "{frames:?}");
    let end = timeout(Duration::from_secs(5), datagrams.next()).await;
    let end = end.expect("an end").expect_err("no more frames");
    assert_eq!(end.kind(), io::ErrorKind::ConnectionReset);
}
