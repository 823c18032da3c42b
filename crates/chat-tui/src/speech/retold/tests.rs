//! What the protocol says, said in the languages of the screen.

use chat_proto::codec::json;

use super::*;
use crate::speech;

#[track_caller]
fn check(line: &str, english: &str, portuguese: &str) {
    let frame = json::read_server(line.as_bytes()).unwrap();
    assert_eq!(speech::of(Language::English).told(&frame), english);
    assert_eq!(speech::of(Language::Portuguese).told(&frame), portuguese);
}

#[test]
fn a_refusal_is_told_by_its_code_where_nothing_is_lost() {
    check(
        r#"{"type":"error","code":"no_such_room","text":"there is no room `x`"}"#,
        "there is no room `x`",
        "essa sala não existe: /join cria-a",
    );
    check(
        r#"{"type":"error","code":"rate_limited","wait_ms":340,"text":"too fast: wait 0.3 s"}"#,
        "too fast: wait 0.3 s",
        "demasiado depressa: aguarde 0,3 s",
    );
    check(
        r#"{"type":"error","code":"server_full","text":"full: 7 from your address"}"#,
        "full: 7 from your address",
        "full: 7 from your address",
    );
    check(
        r#"{"type":"error","code":"new_code","text":"no"}"#,
        "no",
        "no",
    );
}

#[test]
fn what_happened_is_told_in_the_language_of_the_screen() {
    check(
        r#"{"type":"notice","event":"rename","who":"bob","now":"Zé","text":"bob is now Zé"}"#,
        "bob is now Zé",
        "bob chama-se agora Zé",
    );
    check(
        r#"{"type":"who","room":"lab","names":["ana","bob"],"text":"in lab: ana, bob"}"#,
        "in lab: ana, bob",
        "em lab: ana, bob",
    );
    check(
        r#"{"type":"who","room":"lab","names":["ana","bob"],"servers":{"lab2":["bob"]},"text":"in lab: ana, bob (lab2)"}"#,
        "in lab: ana, bob (lab2)",
        "em lab: ana, bob (lab2)",
    );
    check(
        r#"{"type":"notice","event":"leave","who":"bob","text":"bob left (silent)"}"#,
        "bob left (silent)",
        "bob saiu (silent)",
    );
    check(
        r#"{"type":"notice","event":"hush","text":"something new"}"#,
        "something new",
        "something new",
    );
    check(
        r#"{"type":"notice","event":"topic","by":"ana","topic":"TCP","text":"ana set the topic: TCP"}"#,
        "ana set the topic: TCP",
        "ana: esta sala trata de TCP",
    );
}

#[test]
fn what_several_servers_say_is_told_in_the_language_of_the_screen() {
    check(
        r#"{"type":"notice","event":"apart","text":"cut off"}"#,
        "cut off",
        "sem ligação aos outros servidores: o que disser espera aqui até eles voltarem",
    );
    check(
        r#"{"type":"notice","event":"together","text":"back"}"#,
        "back",
        "os outros servidores voltaram: o que esperava é dito agora",
    );
    let wait = Duration::from_secs(1);
    for (refusal, portuguese) in [
        (
            refusal::Refusal::Apart { wait },
            "sem ligação aos outros servidores, e já há muito à espera: diga-o mais tarde",
        ),
        (
            refusal::Refusal::Unreached("bob".to_owned()),
            "essa pessoa está noutro servidor, que agora não responde: tente daqui a pouco",
        ),
    ] {
        let (code, text) = (refusal.code().as_str(), refusal.to_string());
        let line = format!(r#"{{"type":"error","code":"{code}","wait_ms":1000,"text":"{text}"}}"#);
        check(&line, &text, portuguese);
    }
}

#[test]
fn a_password_that_nobody_asks_for_is_told_in_every_language() {
    check(
        r#"{"type":"welcome","you":"ana","room":"lab","password":false,"text":"no password is asked"}"#,
        "no password is asked",
        "está em lab com o nome ana; aqui não se pede palavra-passe: qualquer pessoa pode entrar",
    );
}

#[test]
fn a_fault_is_told_in_the_language_of_the_screen() {
    let portuguese = speech::of(Language::Portuguese);
    let fault = RoomFault::Character("a b".to_owned());
    assert!(portuguese.room_fault(&fault).starts_with("`a b` não pode"));
    let english = speech::of(Language::English);
    assert_eq!(english.room_fault(&fault), fault.to_string());
}
