//! Datagrams: what they are for, then what became of them.

use crate::explain::refusal;
use crate::explain::sentence::Sentence;
use crate::explain::tls;
use crate::marks::Mark;
use crate::payload::Payload;
use crate::record::event::Fate;
use crate::record::event::Why;
use crate::rows::row::Datagram;
use crate::rows::row::Leg;
use crate::rows::row::Note;
use crate::rows::row::Row;
use crate::words::language::Language;

/// The whole sentence.
pub(in crate::explain) fn sentence(row: &Row, datagram: &Datagram, numbers: Language) -> Sentence {
    let payload = &datagram.payload;
    let first = match payload.frame() {
        Some((n, copy)) if payload.is("tls") => {
            frame(row, (n, copy), numbers).and(&tls::of_frame(row.records.as_deref()))
        }
        Some((n, copy)) => frame(row, (n, copy), numbers),
        None if row.notes.contains(&Note::SameAgain) => same_again(),
        None => bare(payload),
    };
    let then = match row.mark {
        Mark::Plain => plain(row),
        Mark::Presumed => Some(presumed(row)),
        Mark::Came => Some(came(row)),
        Mark::Lost => Some(lost(row, numbers)),
        Mark::Duplicate => Some(duplicate()),
        Mark::Refused => Some(refused(row)),
        Mark::Waiting => Some(waiting(row, numbers)),
    };
    match then {
        Some(then) => first.and(&then),
        None => first,
    }
}

/// A numbered frame.
fn frame(row: &Row, (n, copy): (u32, u16), numbers: Language) -> Sentence {
    let why = row.notes.iter().find_map(|note| match note {
        Note::Again(why, wait) => Some((*why, *wait)),
        Note::Fate(..)
        | Note::Arrived
        | Note::Absent
        | Note::Confirmed { .. }
        | Note::Kept { .. }
        | Note::CameBefore { .. }
        | Note::Refused { .. }
        | Note::Said { .. }
        | Note::Overtaken { .. }
        | Note::NotTaken(_)
        | Note::ReadAs(_)
        | Note::SameAgain
        | Note::NotThere => None,
    });
    let wait = why
        .and_then(|(_, wait)| wait)
        .map(|wait| numbers.time(wait));
    match (why.map(|(why, _)| why), wait) {
        (Some(Why::Timeout), Some(wait)) => Sentence::new(
            format!(
                "Copy {copy} of {n} leaves because no answer came in time: the one before was lost, or only its answer was, and this side cannot know which. It waits {wait} for this one."
            ),
            format!(
                "Sai a cópia {copy} da {n} porque não veio resposta a tempo: perdeu-se a anterior, ou só a resposta a ela, e este lado não pode saber qual. Por esta espera {wait}."
            ),
        ).in_brazil(format!("Sai a cópia {copy} do {n} porque não veio resposta a tempo: perdeu-se a anterior, ou só a resposta a ela, e este lado não pode saber qual. Por esta espera {wait}.")),
        (Some(Why::Timeout), None) => Sentence::new(
            format!(
                "Copy {copy} of {n} leaves because no answer came in time: the one before was lost, or only its answer was, and this side cannot know which."
            ),
            format!(
                "Sai a cópia {copy} da {n} porque não veio resposta a tempo: perdeu-se a anterior, ou só a resposta a ela, e este lado não pode saber qual."
            ),
        ).in_brazil(format!("Sai a cópia {copy} do {n} porque não veio resposta a tempo: perdeu-se a anterior, ou só a resposta a ela, e este lado não pode saber qual.")),
        (Some(Why::Overtaken), _) => Sentence::new(
            format!(
                "Copy {copy} of {n} leaves before its time: a frame that left later has come, so this one is lost or late."
            ),
            format!(
                "Sai a cópia {copy} da {n} antes da hora: já chegou uma que saiu depois, logo esta perdeu-se ou atrasou-se."
            ),
        ).in_brazil(format!("Sai a cópia {copy} do {n} antes da hora: já chegou um que saiu depois, logo este se perdeu ou se atrasou.")),
        (Some(Why::New), Some(wait)) if copy == 1 => Sentence::new(
            format!(
                "Frame {n} leaves for the first time. If no answer comes in {wait}, it leaves again."
            ),
            format!("A {n} sai pela primeira vez. Se em {wait} não vier resposta, sai outra vez."),
        ).in_brazil(format!("O {n} sai pela primeira vez. Se em {wait} não vier resposta, sai outra vez.")),
        (Some(Why::New) | None, _) if copy == 1 => Sentence::new(
            format!("Frame {n}, its first transmission."),
            format!("A {n}, na sua primeira transmissão."),
        ).in_brazil(format!("O {n}, na sua primeira transmissão.")),
        (Some(Why::New) | None, _) => Sentence::new(
            format!("Frame {n}, its transmission number {copy}."),
            format!("A {n}, na sua transmissão número {copy}."),
        ).in_brazil(format!("O {n}, na sua transmissão número {copy}.")),
    }
}

/// An acknowledgement that has just passed.
fn same_again() -> Sentence {
    Sentence::new(
        "The same acknowledgement has just passed: where some get lost each is sent twice, and a network may double a datagram, too. It changes nothing.",
        "A mesma confirmação acabou de passar: onde algumas se perdem, cada uma sai duas vezes, e uma rede também pode duplicar um datagrama. Não muda nada.",
    )
}

/// A datagram without a number.
fn bare(payload: &Payload) -> Sentence {
    let kind = payload.kind.as_deref().unwrap_or_default();
    match kind {
        "ack" => acknowledgement(payload),
        "hello" if payload.cookie => Sentence::new(
            "The client says hello again and shows the cookie: so it hears at its address.",
            "O cliente volta a dizer hello e mostra o cookie: logo, ouve nesse endereço.",
        ),
        "hello" => Sentence::new(
            "The client asks for a link. It is as long as any answer to it, so that nobody can use the server to flood others.",
            "O cliente pede uma ligação. É tão longo como qualquer resposta, para que ninguém use o servidor para inundar outros.",
        ).in_brazil("O cliente pede uma conexão. É tão longo quanto qualquer resposta, para que ninguém use o servidor para inundar outros."),
        "cookie" => Sentence::new(
            "The server answers with a cookie and remembers nothing: an address can be forged, and only who hears there can show it.",
            "O servidor responde com um cookie e não guarda nada: um endereço falsifica-se, e só quem lá ouve o pode mostrar.",
        ).in_brazil("O servidor responde com um cookie e não guarda nada: um endereço pode ser falsificado, e só quem ouve nele o pode mostrar."),
        "open" => Sentence::new(
            "The cookie was right: from here on there is a link, and only datagrams with its number count.",
            "O cookie estava certo: a partir daqui há ligação, e só contam os datagramas com o seu número.",
        ).in_brazil("O cookie estava certo: a partir daqui há conexão, e só contam os datagramas com o seu número."),
        "reset" => Sentence::new(
            "The other side does not know this link, perhaps since it began anew. What was not confirmed may have come, or not.",
            "O outro lado não conhece esta ligação, talvez por ter recomeçado. O que não foi confirmado pode ter chegado, ou não.",
        ).in_brazil("O outro lado não conhece esta conexão, talvez por ter recomeçado. O que não foi confirmado pode ter chegado, ou não."),
        "" => Sentence::new(
            "A datagram that is no frame: whoever sent it may be any program.",
            "Um datagrama que não é uma trama: pode tê-lo enviado um programa qualquer.",
        ).in_brazil("Um datagrama que não é um quadro: qualquer programa pode tê-lo enviado."),
        _ => Sentence::new(
            "One frame in one datagram, without a number: nobody says it again where it is lost.",
            "Uma trama num datagrama, sem número: se se perder, ninguém a repete.",
        ).in_brazil("Um quadro num datagrama, sem número: se ele se perder, ninguém o repete."),
    }
}

fn acknowledgement(payload: &Payload) -> Sentence {
    let upto = match payload.ack {
        Some(ack) => Sentence::new(
            format!("An acknowledgement: everything up to {ack} has come."),
            format!("Uma confirmação: chegou tudo até à {ack}."),
        )
        .in_brazil(format!("Uma confirmação: chegou tudo até o {ack}.")),
        None => Sentence::new("An acknowledgement.", "Uma confirmação."),
    };
    if let Some(by) = payload.got.first() {
        return upto.and(
            &Sentence::new(
                format!("And {by}, beyond a gap: what is missing was overtaken."),
                format!("E a {by}, depois de uma falta: o que falta foi ultrapassado."),
            )
            .in_brazil(format!(
                "E o {by}, depois de uma falta: o que falta foi ultrapassado."
            )),
        );
    }
    match (payload.answers, payload.tries.len()) {
        (Some((n, copy)), 2..) => upto.and(&Sentence::new(
            format!("It answers copy {copy} of {n} and names all that came: so not the frame was lost, but an answer to it."),
            format!("Responde à cópia {copy} da {n} e diz todas as que vieram: logo, não se perdeu a trama, mas uma resposta a ela."),
        ).in_brazil(format!("Responde à cópia {copy} do {n} e diz todas as que vieram: logo, não se perdeu o quadro, mas uma resposta a ele."))),
        (Some((n, copy)), _) => upto.and(&Sentence::new(
            format!("It names the transmission that it answers, {copy} of {n}: so its round trip is measured exactly."),
            format!("Diz a que transmissão responde, a {copy} da {n}: assim a ida e volta mede-se ao certo."),
        ).in_brazil(format!("Diz a que transmissão responde, a {copy} do {n}: assim a ida e volta é medida com exatidão."))),
        (None, _) => upto,
    }
}

fn plain(row: &Row) -> Option<Sentence> {
    let kept = row.notes.iter().find_map(kept);
    let said = row
        .notes
        .iter()
        .any(|note| matches!(note, Note::Said { .. }));
    if said {
        return Some(Sentence::new(
            "It bears the mark of a message from here: this is the receipt, and the message has its place in the order that everybody hears.",
            "Traz a marca de uma mensagem de cá: é o recibo, e a mensagem tem o seu lugar na ordem que todos ouvem.",
        ).in_brazil("Traz a marca de uma mensagem daqui: é o recibo, e a mensagem tem o seu lugar na ordem que todos ouvem."));
    }
    if let Some((n, missing)) = kept {
        return Some(Sentence::new(
            format!(
                "Its receiver keeps it: {missing} is missing, and {n} must not be said before it."
            ),
            format!(
                "Quem a recebe guarda-a: falta a {missing}, e a {n} não pode ser dita antes dela."
            ),
        ).in_brazil(format!("Quem o recebe o guarda: falta o {missing}, e o {n} não pode ser dito antes dele.")));
    }
    (row.leg == Leg::Leaves).then(|| {
        Sentence::new(
            "The simulated network keeps it for a while, and others pass it: its arrival is a row of its own.",
            "A rede simulada fica com ela algum tempo, e outras passam-lhe à frente: a chegada tem uma linha sua.",
        ).in_brazil("A rede simulada fica com ele algum tempo, e outros passam à frente: a chegada tem uma linha sua.")
    })
}

fn kept(note: &Note) -> Option<(u32, u32)> {
    if let Note::Kept { n, missing } = note {
        Some((*n, *missing))
    } else {
        None
    }
}

fn presumed(row: &Row) -> Sentence {
    let absent = row.notes.contains(&Note::Absent);
    if absent {
        Sentence::new(
            "Another copy of it came, and this one had not by then: it is lost or late, and nobody here can say which.",
            "Veio outra cópia, e esta até então não: perdeu-se ou atrasou-se, e aqui ninguém pode dizer qual.",
        ).in_brazil("Veio outra cópia, e esta até então não: ou se perdeu ou se atrasou, e aqui ninguém pode dizer qual.")
    } else {
        Sentence::new(
            "Nothing here says whether it came: not to be answered is not to be lost, for an answer can be lost too.",
            "Nada aqui diz se chegou: ficar sem resposta não é perder-se, pois também uma resposta se pode perder.",
        ).in_brazil("Nada aqui diz se chegou: ficar sem resposta não é se perder, pois uma resposta também pode se perder.")
    }
}

fn came(row: &Row) -> Sentence {
    let confirmed = row
        .notes
        .iter()
        .any(|note| matches!(note, Note::Confirmed { tries: 2.., .. }));
    if row.came.is_some() {
        Sentence::new(
            "It came: the recording of the other side has it.",
            "Chegou: a gravação do outro lado tem-na.",
        )
        .in_brazil("Chegou: está na gravação do outro lado.")
    } else if confirmed {
        Sentence::new(
            "It came, for the other side says so. It had to leave more than once until that was known.",
            "Chegou, pois o outro lado o diz. Teve de sair mais do que uma vez até isso se saber.",
        ).in_brazil("Chegou, pois o outro lado o diz. Teve de sair mais de uma vez até se saber disso.")
    } else {
        Sentence::new(
            "It came, for the other side says so.",
            "Chegou, pois o outro lado o diz.",
        )
    }
}

fn duplicate() -> Sentence {
    Sentence::new(
        "It had come before. It is answered again, for the answer may have been lost, and not said again.",
        "Já tinha chegado. Responde-se de novo, pois a resposta pode ter-se perdido, e não se repete a fala.",
    ).in_brazil("Já tinha chegado. Responde-se de novo, pois a resposta pode ter se perdido, e não se repete a fala.")
}

fn refused(row: &Row) -> Sentence {
    let mut notes = row.notes.iter();
    let why = notes.find_map(|note| {
        if let Note::Refused { why, from } = note {
            return Some((why.as_str(), from.is_some()));
        }
        None
    });
    let (why, from) = why.unwrap_or_default();
    refusal::of_a_stranger(why).unwrap_or_else(|| refusal::of_any(from))
}

fn waiting(row: &Row, numbers: Language) -> Sentence {
    let late = fate(row).and_then(|(fate, _)| match fate {
        Fate::Delayed(us) | Fate::Queued(us) => Some(numbers.time(us)),
        Fate::Dropped
        | Fate::Blackout
        | Fate::TooLong
        | Fate::Overflow
        | Fate::Corrupted
        | Fate::Killed
        | Fate::Doubled
        | Fate::Reordered(_)
        | Fate::Held
        | Fate::Released => None,
    });
    match late {
        Some(late) => Sentence::new(
            format!(
                "The simulated network keeps it for {late}; what leaves later may come before it."
            ),
            format!("A rede simulada fica com ela {late}; o que sair depois pode chegar antes."),
        )
        .in_brazil(format!(
            "A rede simulada fica com ele {late}; o que sair depois pode chegar antes."
        )),
        None => Sentence::new(
            "It is held and has not left: the clocks go on meanwhile.",
            "Está retida e ainda não saiu: entretanto os relógios continuam.",
        )
        .in_brazil("Está retido e ainda não saiu: enquanto isso os relógios continuam."),
    }
}

fn fate(row: &Row) -> Option<(Fate, Option<u32>)> {
    row.notes.iter().rev().find_map(|note| {
        if let Note::Fate(fate, drew) = note {
            Some((*fate, *drew))
        } else {
            None
        }
    })
}

fn lost(row: &Row, numbers: Language) -> Sentence {
    let unknowing = Sentence::new(
        "The sender does not know: it finds out by waiting.",
        "Quem enviou não sabe: descobre esperando.",
    );
    let Some((fate, drew)) = fate(row) else {
        return Sentence::new(
            "The system did not take it: it never left.",
            "O sistema não a aceitou: nunca saiu.",
        )
        .in_brazil("O sistema não o aceitou: nunca saiu.");
    };
    let drew = drew.map(|drew| numbers.drawn(drew));
    let how = match (fate, drew) {
        (Fate::Killed, _) => Sentence::new("A person killed it.", "Uma pessoa matou-a.").in_brazil("Uma pessoa o matou."),
        (Fate::Blackout, _) => Sentence::new(
            "The simulated network is down for a while, and takes all.",
            "A rede simulada está em baixo por um tempo, e leva tudo.",
        ).in_brazil("A rede simulada está fora do ar por um tempo, e leva tudo."),
        (Fate::TooLong, _) => Sentence::new(
            "It is longer than the simulated path takes in one piece.",
            "É mais longa do que o caminho simulado aceita de uma vez.",
        ).in_brazil("É mais longo do que o caminho simulado aceita de uma vez."),
        (Fate::Overflow, _) => Sentence::new(
            "The queue of the simulated path is full, and what comes then is lost: so it is in every router.",
            "A fila do caminho simulado está cheia, e o que vem então perde-se: assim é em qualquer encaminhador.",
        ).in_brazil("A fila do caminho simulado está cheia, e o que vem então se perde: assim é em qualquer roteador."),
        (Fate::Corrupted, _) => Sentence::new(
            "A bit of it is another, so its checksum is wrong, and the system drops it before any program sees it.",
            "Um bit mudou, a soma de verificação está errada, e o sistema deita-a fora antes de qualquer programa a ver.",
        ).in_brazil("Um bit mudou, a soma de verificação está errada, e o sistema o descarta antes que qualquer programa o veja."),
        (_, Some(drew)) => Sentence::new(
            format!("The simulated network took it: it drew {drew}, below what was asked for."),
            format!("A rede simulada levou-a: saiu {drew}, menos do que o pedido."),
        ).in_brazil(format!("A rede simulada o levou: saiu {drew}, menos do que o pedido.")),
        (_, None) => Sentence::new("The simulated network took it.", "A rede simulada levou-a.").in_brazil("A rede simulada o levou."),
    };
    // Who sends an acknowledgement never learns whether it came.
    let is_awaited = row.payload().is_some_and(|payload| !payload.is("ack"));
    if is_awaited { how.and(&unknowing) } else { how }
}
