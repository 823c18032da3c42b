//! The help of `chat-tui replay`, where it is not in English: that stands beside the
//! options.

/// What `replay --help` says.
#[derive(Debug)]
pub struct ReplayOptions {
    /// What it does.
    pub about: &'static str,
    /// The whole page, as clap wants it written.
    pub template: &'static str,
    /// Each option's help, by its name in the program.
    pub(in crate::speech) helps: &'static [(&'static str, &'static str)],
}

impl ReplayOptions {
    /// The help of this option; nothing where there is none.
    pub fn help(&self, option: &str) -> &'static str {
        find(self.helps, option).unwrap_or_default()
    }

    /// The options that are described.
    #[cfg(test)]
    pub fn described(&self) -> impl Iterator<Item = &'static str> {
        self.helps.iter().map(|(option, _)| *option)
    }
}

/// What a table has beside this word.
pub(in crate::speech) fn find(
    table: &[(&'static str, &'static str)],
    word: &str,
) -> Option<&'static str> {
    let found = table.iter().find(|(known, _)| *known == word);
    found.map(|(_, words)| *words)
}

pub(in crate::speech) const PORTUGUESE: ReplayOptions = ReplayOptions {
    about: "Mostra uma gravação do fio: o que --trace escreveu",
    template: "{about-with-newline}\nUtilização: chat-tui replay [OPÇÕES] FICHEIRO...\n\n{all-args}",
    helps: &[
        (
            "files",
            "Gravações, como --trace as escreve; várias são postas lado a lado",
        ),
        (
            "text",
            "Escrever a escada; sem isto passa no ecrã, se houver um terminal",
        ),
        (
            "explain",
            "Com uma frase em cada linha: o que aconteceu, porquê, o que não se pode saber",
        ),
        (
            "export",
            "Escrevê-la na forma que o fim de OUT diz: .pcapng, .ndjson, .mmd, .svg, .txt",
        ),
        ("ascii", "Desenhar a escada em ASCII"),
        (
            "mask",
            "Cada letra de textos, nomes e endereços passa a ser um `•`",
        ),
        (
            "check",
            "Se gravações de uma só conversa se contradizem umas às outras",
        ),
        (
            "quiz",
            "Escrever N perguntas sobre ela: o que acontece a seguir? As respostas vêm no fim",
        ),
    ],
};

pub(in crate::speech) const BRAZILIAN: ReplayOptions = ReplayOptions {
    about: PORTUGUESE.about,
    template: "{about-with-newline}\nUso: chat-tui replay [OPÇÕES] ARQUIVO...\n\n{all-args}",
    helps: &[
        (
            "files",
            "Gravações, como --trace as escreve; várias são postas lado a lado",
        ),
        (
            "text",
            "Escrever a escada; sem isto ela passa na tela, se houver um terminal",
        ),
        (
            "explain",
            "Com uma frase em cada linha: o que aconteceu, por quê, o que não se pode saber",
        ),
        (
            "export",
            "Escrever a gravação na forma que o fim de OUT diz: .pcapng, .ndjson, .mmd, .svg, .txt",
        ),
        ("ascii", "Desenhar a escada em ASCII"),
        (
            "mask",
            "Cada letra de textos, nomes e endereços vira um `•`",
        ),
        ("check", "Se gravações de uma só conversa se contradizem"),
        (
            "quiz",
            "Escrever N perguntas sobre ela: o que acontece a seguir? As respostas vêm no fim",
        ),
    ],
};
