//! Several servers share the conversation: who is where, and that one is cut off.

use super::*;

fn apart(app: &mut App, event: &str) {
    let line = format!(
        r#"{{"type":"notice","name":"server","room":"lobby","event":"{event}","text":"the server's words"}}"#
    );
    hear(app, &line);
}

#[test]
fn whoever_is_on_another_server_has_it_beside_the_name_where_there_is_room() {
    let mut app = evening();
    hear(
        &mut app,
        r#"{"type":"who","name":"server","room":"lobby","names":["ana","bob","Evangelista-Rodrigues"],"servers":{"lab2":["bob","Evangelista-Rodrigues"]},"text":"who"}"#,
    );
    let shown = drawn(&mut app, (160, 50));
    assert!(shown.contains("bob ·lab2"), "{shown}");
    assert!(!shown.contains("ana ·"), "{shown}");
    assert!(shown.contains("│ Evangelist…Rodrigues\""), "{shown}");
    assert_eq!(shown.matches("·lab2").count(), 1, "the name wins: {shown}");
    hear(
        &mut app,
        r#"{"type":"notice","name":"server","room":"lobby","event":"leave","who":"bob","text":"bob left"}"#,
    );
    hear(
        &mut app,
        r#"{"type":"notice","name":"server","room":"lobby","event":"join","who":"bob","text":"bob joined"}"#,
    );
    let shown = drawn(&mut app, (160, 50));
    assert!(!shown.contains("bob ·"), "nobody has told: {shown}");
}

#[test]
fn whois_says_which_server_it_is_where_the_frame_does() {
    let mut app = evening();
    let whois = |server: &str| {
        format!(
            r#"{{"type":"whois","name":"server","who":"bob","transport":"tcp"{server},"text":"bob"}}"#
        )
    };
    hear(&mut app, &whois(""));
    let shown = drawn(&mut app, (80, 24));
    assert!(shown.contains("bob is here over tcp "), "{shown}");
    hear(&mut app, &whois(r#","server":"lab2""#));
    let shown = drawn(&mut app, (160, 50));
    assert!(
        shown.contains("bob is here over tcp, on the server lab2"),
        "{shown}"
    );
    assert!(shown.contains("bob ·lab2"), "{shown}");
}

#[test]
fn a_server_that_is_cut_off_is_told_of_and_stands_in_the_status_row() {
    let mut app = evening();
    let row = |app: &mut App| {
        let shown = drawn(app, (160, 24));
        let rows: Vec<_> = shown.lines().collect();
        rows[rows.len() - 2].to_owned()
    };
    apart(&mut app, "apart");
    let shown = drawn(&mut app, (160, 24));
    assert!(shown.contains("*  the server's words"), "{shown}");
    assert!(row(&mut app).contains("cut off from the other servers"));
    apart(&mut app, "together");
    assert!(!row(&mut app).contains("cut off"));
}
