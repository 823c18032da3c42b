//! What keys do.

use crate::speech::sentence::topic;

topic! {
    /// What keys do.
    Keys {
        wire {
            en: "the window on the wire: below the chat, then the whole screen, then closed",
            pt: "a janela do fio: sob a conversa, depois o ecrã inteiro, depois fechada",
            br: "a janela do fio: sob a conversa, depois na tela inteira, depois fechada",
        }
        wire_close {
            en: "close the window",
            pt: "fechar a janela",
        }
        wire_whole {
            en: "the window on the wire over the whole screen",
            pt: "a janela do fio em todo o ecrã",
            br: "a janela do fio na tela inteira",
        }
        wire_back {
            en: "back to the chat; the window stays below it",
            pt: "voltar à conversa; a janela fica por baixo",
        }
        wire_bytes {
            en: "every byte of the chosen row, or no longer",
            pt: "cada byte da linha escolhida, ou já não",
        }
        wire_up {
            en: "the row above",
            pt: "a linha de cima",
        }
        wire_down {
            en: "the row below; behind the last what comes is followed",
            pt: "a linha de baixo; depois da última segue-se o que vem",
        }
        wire_choose_up {
            en: "choose a message, to answer or copy it; with the window on the wire open, a row there: it says what happened and why",
            pt: "escolher uma mensagem, para responder ou copiar; com a janela do fio aberta, uma linha dela: diz o que aconteceu e porquê",
            br: "escolher uma mensagem, para responder ou copiar; com a janela do fio aberta, uma linha dela: diz o que aconteceu e por quê",
        }
        older_message {
            en: "the message above",
            pt: "a mensagem acima",
        }
        newer_message {
            en: "the message below",
            pt: "a mensagem abaixo",
        }
        back_to_input {
            en: "back to the input",
            pt: "voltar à escrita",
        }
        wire_choose_down {
            en: "the row below it",
            pt: "a linha abaixo dela",
        }
        wire_freeze {
            en: "the window on the wire stands still, or goes on",
            pt: "a janela do fio para, ou continua",
        }
        how {
            en: "how the chosen message, or your last one, got here; again: the rows",
            pt: "como a mensagem escolhida, ou a sua última, aqui chegou; outra vez: as linhas",
        }
        next_view {
            en: "the next view: ladder, bytes of a stream, waits of a frame",
            pt: "a vista seguinte: escada, bytes de um fluxo, esperas de uma trama",
            br: "a vista seguinte: escada, bytes de um fluxo, esperas de um quadro",
        }
        last_view {
            en: "the view before it",
            pt: "a vista anterior",
        }
        wire_oldest {
            en: "the oldest row",
            pt: "a linha mais antiga",
        }
        wire_follow {
            en: "follow what comes",
            pt: "seguir o que vem",
        }
        send {
            en: "send",
            pt: "enviar",
        }
        stay {
            en: "stay at what was found",
            pt: "ficar no que foi encontrado",
        }
        newline {
            en: "new line (Shift-Enter where the terminal tells it)",
            pt: "mudar de linha (Shift-Enter onde o terminal a distingue)",
        }
        mend {
            en: "edit what was refused; send again what is unconfirmed",
            pt: "corrigir o que foi recusado; repetir o que está por confirmar",
        }
        editor {
            en: "write in an editor of your own ($VISUAL, $EDITOR)",
            pt: "escrever no seu próprio editor ($VISUAL, $EDITOR)",
        }
        complete {
            en: "complete a name, a command, a room",
            pt: "completar um nome, um comando, uma sala",
        }
        complete_back {
            en: "the one before it",
            pt: "a sugestão anterior",
        }
        older_input {
            en: "older input",
            pt: "o que escreveu antes",
        }
        newer_input {
            en: "newer input",
            pt: "o que escreveu depois",
        }
        older_match {
            en: "the next one, older",
            pt: "o seguinte, mais antigo",
        }
        newer_match {
            en: "the next one, newer",
            pt: "o seguinte, mais recente",
        }
        page_up {
            en: "a page up",
            pt: "uma página para cima",
        }
        page_down {
            en: "a page down",
            pt: "uma página para baixo",
        }
        row_up {
            en: "a row up",
            pt: "uma linha para cima",
        }
        row_down {
            en: "a row down",
            pt: "uma linha para baixo",
        }
        top {
            en: "the oldest message",
            pt: "a mensagem mais antiga",
        }
        help_top {
            en: "to the top",
            pt: "ao início",
        }
        bottom {
            en: "the newest message",
            pt: "a mensagem mais recente",
        }
        older_day {
            en: "where the day begins; the day before",
            pt: "onde o dia começa; o dia anterior",
        }
        newer_day {
            en: "the next day",
            pt: "o dia seguinte",
        }
        older_mention {
            en: "an older message for you",
            pt: "uma mensagem anterior para si",
            br: "uma mensagem anterior para você",
        }
        newer_mention {
            en: "a newer message for you",
            pt: "uma mensagem mais recente para si",
            br: "uma mensagem mais recente para você",
        }
        first_unread {
            en: "the first unread message",
            pt: "a primeira mensagem por ler",
        }
        next_active {
            en: "where something is new",
            pt: "onde há novidades",
        }
        next_room {
            en: "the next conversation",
            pt: "a conversa seguinte",
        }
        previous_room {
            en: "the one before it",
            pt: "a conversa anterior",
        }
        last_room {
            en: "the conversation shown before",
            pt: "a conversa onde estava antes",
        }
        room_number {
            en: "the conversation of this number",
            pt: "a conversa com este número",
        }
        search {
            en: "search what was said, also by /regular ex?pressions/",
            pt: "procurar no que foi dito, também com /express(ão|ões) regulares/",
        }
        search_inputs {
            en: "search what you wrote here before",
            pt: "procurar no que já escreveu aqui",
        }
        to_bottom {
            en: "to the newest message",
            pt: "à mensagem mais recente",
        }
        leave_search {
            en: "back to where you were",
            pt: "voltar aonde estava",
        }
        give_answer {
            en: "go in with what you typed",
            pt: "entrar com o que escreveu",
        }
        leave_answer {
            en: "leave",
            pt: "sair",
        }
        take_input {
            en: "write it into the input",
            pt: "escrevê-lo na entrada",
        }
        leave_recall {
            en: "back to what you were writing",
            pt: "voltar ao que estava a escrever",
            br: "voltar ao que estava escrevendo",
        }
        close {
            en: "close this page",
            pt: "fechar esta página",
        }
        left {
            en: "left",
            pt: "para a esquerda",
        }
        right {
            en: "right",
            pt: "para a direita",
        }
        word_left {
            en: "a word left",
            pt: "uma palavra para a esquerda",
        }
        word_right {
            en: "a word right",
            pt: "uma palavra para a direita",
        }
        line_start {
            en: "start of the line",
            pt: "início da linha",
        }
        line_end {
            en: "end of the line",
            pt: "fim da linha",
        }
        delete_left {
            en: "delete left",
            pt: "apagar à esquerda",
        }
        delete_right {
            en: "delete right",
            pt: "apagar à direita",
        }
        cut_word_left {
            en: "cut the word left",
            pt: "cortar a palavra à esquerda",
        }
        cut_word_right {
            en: "cut the word right",
            pt: "cortar a palavra à direita",
        }
        cut_to_start {
            en: "cut to the start",
            pt: "cortar até ao início",
            br: "cortar até o início",
        }
        cut_to_end {
            en: "cut to the end",
            pt: "cortar até ao fim",
            br: "cortar até o fim",
        }
        yank {
            en: "put back what was cut",
            pt: "repor o que foi cortado",
        }
        undo {
            en: "undo",
            pt: "anular",
        }
        help {
            en: "these keys",
            pt: "estas teclas",
        }
        redraw {
            en: "paint anew",
            pt: "desenhar tudo de novo",
        }
        suspend {
            en: "back to the shell; fg returns",
            pt: "voltar à linha de comandos; fg regressa",
            br: "voltar à linha de comando; fg volta aqui",
        }
        interrupt {
            en: "clear the input; twice: quit",
            pt: "limpar o texto; duas vezes: sair",
        }
        delete_or_quit {
            en: "delete right; on an empty input: quit",
            pt: "apagar à direita; sem texto: sair",
        }
        back {
            en: "back",
            pt: "voltar",
        }
        more {
            en: "more",
            pt: "mais",
        }
        help_hint {
            en: "help",
            pt: "ajuda",
        }
        bottom_hint {
            en: "bottom",
            pt: "fim",
        }
        next_hint {
            en: "next",
            pt: "seguinte",
        }
        stay_hint {
            en: "stay",
            pt: "ficar",
        }
        take_hint {
            en: "write it",
            pt: "escrevê-lo",
        }
        go_there {
            en: "go there",
            pt: "ir para lá",
        }
        choice_up {
            en: "the one above",
            pt: "o de cima",
        }
        choice_down {
            en: "the one below",
            pt: "o de baixo",
        }
        close_list {
            en: "close this list",
            pt: "fechar esta lista",
        }
        leave_copy_view {
            en: "back to the chat",
            pt: "voltar à conversa",
        }
        switch_room {
            en: "go to a conversation by name",
            pt: "ir a uma conversa pelo nome",
        }
        mentions {
            en: "all messages for you",
            pt: "todas as mensagens para si",
            br: "todas as mensagens para você",
        }
        copy_view {
            en: "only the text, to select it",
            pt: "só o texto, para o selecionar",
        }
        toggle_rooms {
            en: "show or hide the conversations",
            pt: "mostrar ou esconder as conversas",
        }
        toggle_people {
            en: "show or hide who is here",
            pt: "mostrar ou esconder quem está",
        }
        others {
            en: "other keys: [keys] in config.toml; chat-tui --write-config writes one",
            pt: "outras teclas: [keys] em config.toml; chat-tui --write-config escreve um",
        }
    }
}
