//! How the lines of a trace are written.

use super::*;

#[track_caller]
fn check(event: &Event, expected: &str) {
    let mut line = Vec::new();
    let at = Duration::from_micros(1_234_567);
    let flow = "10.0.0.7:4040";
    TraceLine { at, flow, event }.write(&mut line);
    let expected = format!("{{\"ms\":1234.567,\"flow\":\"10.0.0.7:4040\",{expected}}}\n");
    assert_eq!(String::from_utf8(line).unwrap(), expected);
}

#[test]
fn an_event_is_one_flat_object_on_a_line() {
    check(
        &Event::Sent {
            n: 18,
            r#try: 2,
            why: Why::Timeout,
            bytes: 140,
            wait: Duration::from_millis(200),
        },
        r#""event":"sent","n":18,"try":2,"why":"timeout","bytes":140,"wait_ms":200.0"#,
    );
    check(
        &Event::Weather {
            way: Way::Out,
            datagram: 3,
            fate: Fate::Dropped,
            drew: Some(310_000),
            what: What {
                n: Some(18),
                r#try: Some(2),
                kind: Some("msg".to_owned()),
            },
        },
        r#""event":"weather","way":"out","datagram":3,"fate":"dropped","drew":310000,"n":18,"try":2,"type":"msg""#,
    );
    check(
        &Event::Weather {
            way: Way::In,
            datagram: 4,
            fate: Fate::Delayed { us: 20_000 },
            drew: None,
            what: What::default(),
        },
        r#""event":"weather","way":"in","datagram":4,"fate":{"delayed":{"us":20000}}"#,
    );
}

#[test]
fn a_full_trace_says_so_once() {
    let entry = TraceLine {
        at: Duration::ZERO,
        flow: "x",
        event: &Event::Cookie,
    };
    let mut budget = ByteBudget(100);
    let mut out = Vec::new();
    (0..9).for_each(|_| budget.write(&entry, &mut out));
    let out = String::from_utf8(out).unwrap();
    let lines: Vec<_> = out.lines().collect();
    let event = |line: &str| line.split('"').nth(9).map(str::to_owned);
    let events: Vec<_> = lines.iter().filter_map(|line| event(line)).collect();
    assert_eq!(events, ["cookie", "cookie", "full"]);
}
