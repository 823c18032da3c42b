//! What `replay` tells about files: what was skipped, what is wrong with a wish, whether
//! recordings agree.

use crate::check::Verdict;
use crate::export::Form;
use crate::words::language::Language;

/// How much of a file could not be read.
pub fn skipped(
    file: &str,
    (unread, unknown): (usize, usize),
    language: Language,
) -> Option<String> {
    let lines = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let mut words = Vec::new();
    if unread > 0 {
        words.push(language.count(
            lines(unread),
            ["line that cannot be read", "linha que não se consegue ler"],
            [
                "lines that cannot be read",
                "linhas que não se conseguem ler",
            ],
        ));
    }
    if unknown > 0 {
        words.push(language.count(
            lines(unknown),
            [
                "event that is not known here",
                "evento que aqui não se conhece",
            ],
            [
                "events that are not known here",
                "eventos que aqui não se conhecem",
            ],
        ));
    }
    let words = words.join(", ");
    (!words.is_empty()).then(|| {
        language.of_three(
            format_args!("{file}: skipped {words}"),
            format_args!("{file}: saltou-se {words}"),
            format_args!("{file}: foram puladas {words}"),
        )
    })
}

/// Nothing could be read.
pub fn nothing_left(language: Language) -> String {
    language.of_three(
        format_args!("nothing in it can be shown: a recording is what --trace FILE writes, one JSON object a line"),
        format_args!("não há nada que se possa mostrar: uma gravação é o que --trace FICHEIRO escreve, um objeto JSON por linha"), format_args!("não há nada que se possa mostrar: uma gravação é o que --trace ARQUIVO escreve, um objeto JSON por linha"),
    )
}

/// A file that cannot be read or written.
pub fn file_fault(file: &str, error: &str, language: Language) -> String {
    language.of(
        format_args!("{file}: {error}: look at its path and its rights"),
        format_args!("{file}: {error}: veja o caminho e as permissões"),
    )
}

/// A file that is longer than any recording.
pub fn too_long(file: &str, language: Language) -> String {
    language.of(
        format_args!("{file} is longer than any recording (256 MiB): cut it with head or tail"),
        format_args!("{file} é maior do que qualquer gravação (256 MiB): corte-o com head ou tail"),
    )
}

/// An ending that says no form.
pub fn no_form(file: &str, language: Language) -> String {
    let forms: Vec<_> = Form::ALL.iter().map(|form| form.ending()).collect();
    let forms = forms.join(", ");
    language.of(
        format_args!("--export {file}: its ending says in which form: {forms}"),
        format_args!("--export {file}: a terminação diz a forma: {forms}"),
    )
}

/// What a comparison found, a sentence a line.
pub fn verdict(verdict: &Verdict, language: Language) -> String {
    match verdict {
        Verdict::Agree {
            conversations,
            compared,
        } => language.of(
            format_args!("the recordings agree: {compared} datagrams, reads and writes compared, conversations: {conversations}"),
            format_args!("as gravações concordam: {compared} datagramas, leituras e escritas comparados, conversas: {conversations}"),
        ),
        Verdict::Contradict(faults) => faults.join("\n"),
        Verdict::Strangers => language.of(
            format_args!("the recordings share no conversation: compare those of two ends of one"),
            format_args!("as gravações não têm nenhuma conversa em comum: compare as dos dois lados de uma"),
        ),
    }
}

/// How many contradictions there are.
pub fn contradictions(count: usize, language: Language) -> String {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    language.count(
        count,
        [
            "contradiction: the recordings cannot both be true",
            "contradição: as gravações não podem ser ambas verdadeiras",
        ],
        [
            "contradictions: the recordings cannot both be true",
            "contradições: as gravações não podem ser ambas verdadeiras",
        ],
    )
}
