//! The status row.

use crate::speech::sentence::topic;

topic! {
    /// What the status row says.
    Status {
        too_small(TooSmall { width, height }) {
            en: "window too small ({width}x{height})",
            pt: "janela demasiado pequena ({width}x{height})",
            br: "janela pequena demais ({width}x{height})",
        }
        press_again {
            en: "press again to quit",
            pt: "carregue outra vez para sair",
            br: "pressione outra vez para sair",
        }
        press_again_for_all(count) {
            en: "{count} {count:other is|others are} here and {count:falls|fall} out with this server: press again to quit",
            pt: "{count:está|estão} cá mais {count}, que {count:perde|perdem} este servidor: carregue outra vez para sair",
            br: "{count:está|estão} aqui mais {count}, que {count:perde|perdem} este servidor: pressione outra vez para sair",
        }
        not_found {
            en: "not found",
            pt: "não encontrado",
        }
        new_above(count) {
            en: "{count} new above",
            pt: "{count} {count:nova|novas} acima",
        }
        older {
            en: "older",
            pt: "mais antigas",
        }
        new_below(count) {
            en: "{count} new below",
            pt: "{count} {count:nova|novas} abaixo",
        }
        too_long(TooLong { bytes, most }) {
            en: "too long: {bytes} of {most} bytes",
            pt: "texto demasiado longo: {bytes} de {most} bytes",
            br: "texto longo demais: {bytes} de {most} bytes",
        }
        next_try(NextTry { seconds, key }) {
            en: "not connected: next try in {seconds} s ({key}: now)",
            pt: "sem ligação: nova tentativa em {seconds} s ({key}: já)",
            br: "sem conexão: nova tentativa em {seconds} s ({key}: já)",
        }
        connecting {
            en: "connecting …",
            pt: "a ligar …",
            br: "conectando …",
        }
        joining(address) {
            en: "joining at {address} …",
            pt: "a entrar em {address} …",
            br: "entrando em {address} …",
        }
        asking {
            en: "not in yet",
            pt: "ainda não entrou",
            br: "ainda não entrou",
        }
        secret {
            en: "secret",
            pt: "ligação secreta",
            br: "conexão secreta",
        }
        here(count) {
            en: "{count} here",
            pt: "{count} {count:presente|presentes}",
        }
        no_answer(seconds) {
            en: "no answer for {seconds} s",
            pt: "sem resposta há {seconds} s",
        }
        apart {
            en: "cut off from the other servers",
            pt: "sem ligação aos outros servidores",
            br: "sem conexão com os outros servidores",
        }
        to_send(count) {
            en: "{count} to send",
            pt: "{count} por enviar",
        }
    }
}
