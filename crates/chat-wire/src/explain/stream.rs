//! Reads and writes of a stream, which has no borders of its own.

use crate::explain::sentence::Sentence;
use crate::marks::Mark;
use crate::rows::row::Chunk;
use crate::rows::row::Row;

/// A write.
pub(in crate::explain) fn written(row: &Row, chunk: &Chunk) -> Sentence {
    let (bytes, offered, lines) = (chunk.bytes, chunk.offered, chunk.lines);
    let first = if bytes < offered {
        Sentence::new(
            format!(
                "The system took {bytes} of {offered} bytes and no more: its buffer is full. The rest waits here; the program does not."
            ),
            format!(
                "O sistema aceitou {bytes} de {offered} bytes: o seu buffer está cheio. O resto espera aqui; o programa não."
            ),
        )
    } else if lines > 1 {
        Sentence::new(
            format!(
                "One write of {bytes} bytes holds {lines} frames: one call is not one message."
            ),
            format!(
                "Uma escrita de {bytes} bytes leva {lines} mensagens: uma chamada não é uma mensagem."
            ),
        )
    } else {
        Sentence::new(
            format!(
                "The program gave {bytes} bytes to the system, which keeps them until the other side's system has them."
            ),
            format!(
                "O programa entregou {bytes} bytes ao sistema, que os guarda até o sistema do outro lado os ter."
            ),
        ).in_brazil(format!("O programa entregou {bytes} bytes ao sistema, que os guarda até que o sistema do outro lado os tenha."))
    };
    match row.mark {
        Mark::Came => first.and(
            &Sentence::new(
                "The other side read them in one call, which TCP does not promise.",
                "O outro lado leu-os de uma só vez, o que o TCP não promete.",
            )
            .in_brazil("O outro lado os leu de uma só vez, o que o TCP não promete."),
        ),
        Mark::Plain
        | Mark::Presumed
        | Mark::Lost
        | Mark::Duplicate
        | Mark::Refused
        | Mark::Waiting => first.and(&Sentence::new(
            "That they left does not say that they were read.",
            "Que saíram não diz que foram lidos.",
        )),
    }
}

/// A read.
pub(in crate::explain) fn read(chunk: &Chunk) -> Sentence {
    let (bytes, lines) = (chunk.bytes, chunk.lines);
    let kept = chunk.kept.filter(|kept| *kept > 0);
    match (lines, kept) {
        (0, _) => Sentence::new(
            format!(
                "A read brought {bytes} bytes and the end of no frame. They are kept until the rest comes: TCP has no borders, the line end is ours."
            ),
            format!(
                "Uma leitura trouxe {bytes} bytes e o fim de nenhuma mensagem. Guardam-se até vir o resto: o TCP não tem fronteiras, o fim de linha é nosso."
            ),
        ).in_brazil(format!("Uma leitura trouxe {bytes} bytes e o fim de nenhuma mensagem. São guardados até vir o resto: o TCP não tem fronteiras, o fim de linha é nosso.")),
        (1, None) => Sentence::new(
            format!(
                "A read brought {bytes} bytes and the end of one frame, and nothing is left over. That is chance: TCP has no borders."
            ),
            format!(
                "Uma leitura trouxe {bytes} bytes e o fim de uma mensagem, e não sobrou nada. É acaso: o TCP não tem fronteiras."
            ),
        ),
        (lines, None) => Sentence::new(
            format!(
                "One read brought {bytes} bytes with the ends of {lines} frames: they came glued. The line ends, which are ours, part them."
            ),
            format!(
                "Uma leitura trouxe {bytes} bytes com o fim de {lines} mensagens: vieram coladas. Separam-nas os fins de linha, que são nossos."
            ),
        ).in_brazil(format!("Uma leitura trouxe {bytes} bytes com o fim de {lines} mensagens: vieram coladas. São separadas pelos fins de linha, que são nossos.")),
        (lines, Some(kept)) => Sentence::new(
            format!(
                "One read brought {bytes} bytes: frames that end in it: {lines}, and {kept} bytes of one that does not. Those are kept. TCP has no borders; the line end is ours."
            ),
            format!(
                "Uma leitura trouxe {bytes} bytes: mensagens que nela acabam: {lines}, e {kept} bytes de uma que não. Esses guardam-se. O TCP não tem fronteiras; o fim de linha é nosso."
            ),
        ).in_brazil(format!("Uma leitura trouxe {bytes} bytes: mensagens que nela acabam: {lines}, e {kept} bytes de uma que não. Esses são guardados. O TCP não tem fronteiras; o fim de linha é nosso.")),
    }
}
