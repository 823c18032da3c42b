//! What a record of TLS is for, and what whoever listens learns of it.

use chat_proto::trace::tls::Message;
use chat_proto::trace::tls::Open;

use crate::explain::sentence::Sentence;
use crate::rows::party::Side;
use crate::rows::records::Records;
use crate::rows::records::Sight;
use crate::rows::records::sight;

/// What is to be said of the records in a read or a write, sent by this side.
pub(in crate::explain) fn of_stream(records: &Records, sender: Side) -> Sentence {
    if records.ended.is_empty() {
        return part();
    }
    let sights = || records.ended.iter().map(|ended| sight(&ended.record));
    let hello = sights().find(|sight| matches!(sight, Sight::Hello(_)));
    let alert = sights().find(|sight| matches!(sight, Sight::Alert(_)));
    let has = |wanted: Sight<'_>| sights().any(|sight| sight == wanted);
    match (hello, alert, records.talk()) {
        (Some(Sight::Hello(message)), ..) => of_hello(message),
        (_, Some(Sight::Alert(alert)), _) => of_alert(alert),
        (.., Some((said, _, around))) => talk(said, around),
        _ if has(Sight::Handshake) => handshake(sender),
        _ if has(Sight::Unknown) => Sentence::new(
            "A record, encrypted: nobody here knows what it holds, and whoever listens sees its length alone.",
            "Um registo cifrado: aqui ninguém sabe o que leva, e quem escuta só lhe vê o comprimento.",
        ).in_brazil("Um registro cifrado: aqui ninguém sabe o que leva, e quem escuta só vê o comprimento dele."),
        _ => Sentence::new(
            "A ChangeCipherSpec, left over from older TLS: it says nothing, and is sent for the boxes in the network that expect one.",
            "Um ChangeCipherSpec, resto do TLS mais antigo: não diz nada, e envia-se para os equipamentos da rede que o esperam.",
        ).in_brazil("Um ChangeCipherSpec, resto do TLS mais antigo: não diz nada, e é enviado para os equipamentos da rede que o esperam."),
    }
}

/// The same in a few words, for a frame of a link: it has been told already which.
pub(in crate::explain) fn of_frame(records: Option<&Records>) -> Sentence {
    let Some(records) = records else {
        return Sentence::new("It carries TLS: unreadable.", "Leva TLS: ilegível.");
    };
    if records.ended.is_empty() {
        return Sentence::new(
            "It carries a part of a record.",
            "Leva parte de um registo.",
        )
        .in_brazil("Leva parte de um registro.");
    }
    if let Some((said, _, around)) = records.talk() {
        return Sentence::new(
            format!("In it, encrypted: {said} bytes that were said, and {around} of TLS."),
            format!("Dentro, cifrados: {said} bytes ditos, e {around} do TLS."),
        );
    }
    let is_clear = |sight| matches!(sight, Sight::Hello(_));
    let is_clear = records
        .ended
        .iter()
        .any(|ended| is_clear(sight(&ended.record)));
    if is_clear {
        return Sentence::new(
            "It carries a hello of TLS, which can be read.",
            "Leva um hello do TLS, que se pode ler.",
        )
        .in_brazil("Leva um hello do TLS, que pode ser lido.");
    }
    Sentence::new("It carries TLS, encrypted.", "Leva TLS, cifrado.")
}

/// Both have agreed.
pub(in crate::explain) fn agreed(open: &Open) -> Sentence {
    let group = chat_proto::text::quoted(&open.group);
    let first = Sentence::new(
        format!(
            "Both sides have worked out the same keys from the two halves that passed ({group}). What is said from here on is encrypted."
        ),
        format!(
            "Ambos os lados calcularam as mesmas chaves a partir das duas metades que passaram ({group}). O que se diz daqui em diante vai cifrado."
        ),
    ).in_brazil(format!("Ambos os lados calcularam as mesmas chaves a partir das duas metades que passaram ({group}). O que se disser daqui em diante vai cifrado."));
    let Some(words) = open.certificate.as_deref().map(chat_proto::text::quoted) else {
        return first;
    };
    first.and(&Sentence::new(
        format!(
            "With whom, the certificate says: {words}. If the server's screen shows the same words, nobody stands between."
        ),
        format!(
            "Com quem, di-lo o certificado: {words}. Se o ecrã do servidor mostra as mesmas palavras, ninguém está no meio."
        ),
    ).in_brazil(format!("Com quem, diz o certificado: {words}. Se a tela do servidor mostra as mesmas palavras, ninguém está no meio.")))
}

/// What came is nothing of this conversation.
pub(in crate::explain) fn no_tls() -> Sentence {
    Sentence::new(
        "What came is no record of this conversation, or somebody has changed it on the way: its tag is wrong. Nothing of it is handed on, and the connection ends.",
        "O que veio não é um registo desta conversa, ou alguém o mudou pelo caminho: a etiqueta não confere. Nada dele é entregue, e a ligação acaba.",
    ).in_brazil("O que veio não é um registro desta conversa, ou alguém o mudou no caminho: a etiqueta não confere. Nada dele é entregue, e a conexão acaba.")
}

fn part() -> Sentence {
    Sentence::new(
        "A part of a record. Nothing of it can be decrypted before all of it has come, for its last bytes are the tag by which a change is found out.",
        "Parte de um registo. Nada dele se decifra antes de vir todo, pois os últimos bytes são a etiqueta que denuncia qualquer mudança.",
    ).in_brazil("Parte de um registro. Nada dele pode ser decifrado antes de vir inteiro, pois os últimos bytes são a etiqueta que denuncia qualquer mudança.")
}

fn talk(said: usize, around: usize) -> Sentence {
    Sentence::new(
        format!(
            "What was said is {said} bytes long; on the wire it has {around} more: for each record a header that can be read, the true type, and a tag by which any change is found out. Whoever listens sees who, when and how long, and no word."
        ),
        format!(
            "O que se disse tem {said} bytes; no fio leva mais {around}: em cada registo um cabeçalho que se lê, o tipo verdadeiro e uma etiqueta que denuncia qualquer mudança. Quem escuta vê quem, quando e o comprimento, e palavra nenhuma."
        ),
    ).in_brazil(format!("O que se disse tem {said} bytes; no fio leva mais {around}: em cada registro um cabeçalho que se lê, o tipo verdadeiro e uma etiqueta que denuncia qualquer mudança. Quem escuta vê quem, quando e o comprimento, e nenhuma palavra."))
}

fn of_hello(message: Message) -> Sentence {
    match message {
        Message::ClientHello => Sentence::new(
            "The client offers versions, ciphers and its half of a key exchange. Nobody has a key yet, so all of this can be read, and the server's name, where it is called by one.",
            "O cliente propõe versões, cifras e a sua metade de uma troca de chaves. Ainda ninguém tem chave, por isso tudo isto se lê, e o nome do servidor, quando é chamado por um.",
        ),
        Message::ServerHello => Sentence::new(
            "The server chooses, and sends its half of the key exchange: the last that can be read. Both can work out the keys now; whoever has heard both halves cannot. The certificate follows, encrypted already.",
            "O servidor escolhe e manda a sua metade da troca de chaves: o último que se lê. Agora ambos calculam as chaves; quem ouviu as duas metades não consegue. O certificado segue já cifrado.",
        ),
        Message::HelloRetryRequest => Sentence::new(
            "The server knows none of the key exchanges that the client has begun, and names another: the client says hello once more.",
            "O servidor não conhece nenhuma das trocas de chaves que o cliente começou, e indica outra: o cliente volta a dizer hello.",
        ),
        Message::Other => Sentence::new(
            "A message of the handshake, still in the clear.",
            "Uma mensagem do handshake, ainda às claras.",
        ),
    }
}

fn of_alert(alert: Option<&str>) -> Sentence {
    match alert {
        Some("close_notify") => Sentence::new(
            "It says that nothing more comes from there. It is encrypted too: so whoever cuts the connection cannot make it look like the end of what was said.",
            "Diz que dali não vem mais nada. Também vai cifrado: assim, quem cortar a ligação não pode fazer passar o corte pelo fim do que se disse.",
        ).in_brazil("Diz que dali não vem mais nada. Também vai cifrado: assim, quem cortar a conexão não pode fazer passar o corte pelo fim do que se disse."),
        Some(_) | None => Sentence::new(
            "An alert: this side cannot go on, and says why before it ends the connection.",
            "Um alerta: este lado não pode continuar, e diz porquê antes de acabar a ligação.",
        ).in_brazil("Um alerta: este lado não pode continuar, e diz por quê antes de encerrar a conexão."),
    }
}

fn handshake(sender: Side) -> Sentence {
    match sender {
        Side::Client => Sentence::new(
            "Finished, encrypted: the client shows that it has the keys, and that both have seen the same handshake, so nobody has changed it on the way.",
            "O Finished, cifrado: o cliente mostra que tem as chaves e que ambos viram o mesmo handshake, logo ninguém o mudou pelo caminho.",
        ),
        Side::Server => Sentence::new(
            "The rest of the server's handshake, encrypted: its certificate, and a signature over all that has passed. Whoever listens does not see whose certificate it is.",
            "O resto do handshake do servidor, cifrado: o certificado, e uma assinatura sobre tudo o que passou. Quem escuta não vê de quem é o certificado.",
        ),
    }
}
