/**
 * What a user reads when something fails: what is wrong and what to do. `{name}` stands for a detail of the error; a
 * sentence names only details that its code always has.
 */
import type { ErrorCode, ErrorReport } from './errors.ts';
import { reasonText } from './reasons.ts';

export type SentenceLanguage = 'fi' | 'en';

export const errorSentences = {
  en: {
    'invalid-input': 'Sarvi could not use that value: {reason}. Correct it and try again.',
    internal:
      'Something went wrong inside Sarvi ({reason}). Try again. If it happens again, please report it with the log, which is in the folder logs of Sarvi’s data folder.',
    cancelled: 'Cancelled.',
    'unsupported-in-shell': 'This is available only in the desktop app.',
    'connection-lost': 'The connection to Sarvi was lost. Check that Sarvi is running and try again.',
    'data-folder-in-use':
      'Sarvi is already running with the data in {path} (process {processId}). Use that one, or close it first.',
    'data-folder-gone':
      'The data folder {path} disappeared while Sarvi was running, and nothing more can be kept. Bring it back (its disk, or its name), or close Sarvi and start it again.',
    'portable-folder-read-only':
      'This copy of Sarvi keeps everything in {path}, and nothing can be written there. Unlock the drive, or move the folder of Sarvi to where you may write. Without the folder “Sarvi data”, Sarvi keeps everything in your user folder.',
    'program-replaced':
      'Another version of Sarvi was installed while this one is running. Close Sarvi and open it again; until then, answers and imports may fail.',
    'port-unavailable': 'The port {port} cannot be used ({reason}). Choose another one, or leave the choice to Sarvi.',
    'api-key-missing': 'Other programs need a key to use the models. Create one in the settings, under Other programs.',
    'clipboard-too-long':
      'The text on the clipboard is too long to take along: it has {found} characters, and at most {most} can be taken. Copy a part of it, or attach it as a file in Sarvi.',
    'path-missing': 'There is nothing at {path}. Check the path.',
    'path-unreadable': 'Sarvi may not read {path}. Check the permissions.',
    'path-own-data': '{path} is one of Sarvi’s own files. Choose another place.',
    'path-not-a-model':
      '{path} is not a model. Choose a Hugging Face model folder (with config.json and safetensors files) or a .gguf file.',
    'disk-full': 'The disk of {path} is full[: {needed} is needed, and {free} is free]. Free some space and try again.',
    'write-failed': 'Sarvi could not write {path} ({reason}). Check the permissions and the disk.',
    'checkpoint-missing-config': 'There is no config.json in {path}. Choose the folder that has the whole model.',
    'checkpoint-malformed-config': '{path} is damaged or incomplete: {reason}. Download the file again.',
    'checkpoint-unsupported-architecture':
      'This model has the architecture “{architecture}”[: {reason}]. Sarvi converts LlamaForCausalLM and MistralForCausalLM. Choose another model, or download this one as a GGUF file.',
    'checkpoint-unsupported-feature':
      'This model uses “{feature}”, which Sarvi cannot convert. Choose another model, or download this one as a GGUF file.',
    'checkpoint-quantized':
      'The weights of this folder are quantized already ({method}), and quantizing them again would lose more. Download the model in 16 bits[: {original}], or as a GGUF file.',
    'checkpoint-missing-tokenizer':
      'There is neither tokenizer.json nor tokenizer.model in {path}. Download the one that the model has into the same folder.',
    'checkpoint-malformed-tokenizer': '{path} is damaged or incomplete: {reason}. Download the file again.',
    'checkpoint-unsupported-tokenizer':
      'The tokenizer of this model is of a kind that Sarvi cannot convert: {found}. Choose another model, or download this one as a GGUF file.',
    'tokenizer-check-failed':
      'Sarvi could not try the tokenizer {path}: {reason}. Try again. If it happens again, download this model as a GGUF file.',
    'checkpoint-missing-weights':
      'There are no safetensors files in {path}. Download the weights into the same folder.',
    'checkpoint-malformed-index': '{path} is damaged: {reason}. Download the file again.',
    'checkpoint-missing-shard': 'The file {shard} of this model is missing. Download it into the same folder.',
    'checkpoint-link-outside':
      '{path} is a link to {target}, outside of the model folder. Copy the file itself into the folder.',
    'checkpoint-empty-weights':
      'The tensor {tensor} in {path} has no elements: DeepSpeed ZeRO-3 saved the model without gathering its parts. Save it again with stage3_gather_16bit_weights_on_model_save, or join the parts with zero_to_fp32.py.',
    'checkpoint-pickle':
      'The weights in {path} are pickle files (.bin, .pt), which can run code when opened. Convert them to safetensors, or download the safetensors version.',
    'checkpoint-changed':
      'The model folder changed while it was being read ({path}). Wait until it is complete and import again.',
    'safetensors-malformed-header': 'The header of {path} is damaged: {reason}. Download the file again.',
    'safetensors-truncated': '{path} is cut short: {expected} bytes expected, {found} found. Download the file again.',
    'safetensors-overlap':
      'The tensors {first} and {second} overlap in {path}. The file is damaged; download it again.',
    'safetensors-out-of-range': 'The tensor {tensor} points outside {path}. The file is damaged; download it again.',
    'safetensors-wrong-size':
      'The tensor {tensor} in {path} takes {found} bytes where its shape says {expected}. The file is damaged; download it again.',
    'safetensors-unsupported-dtype':
      'The tensor {tensor} is stored as {found}. Sarvi reads BF16, F16 and F32; choose a model in one of these.',
    'adapter-missing-config':
      'There is no adapter_config.json in {path}. Choose the folder of a LoRA adapter as PEFT saved it.',
    'adapter-missing-base':
      'The shape of the model that the adapter belongs to ({base}) is not known. Give its model folder or its .gguf file.',
    'adapter-malformed': '{path} is damaged or incomplete: {reason}. Download the adapter again.',
    'adapter-unsupported':
      'This adapter uses “{feature}”, which Sarvi cannot convert. Merge it into its model and import that.',
    'adapter-mismatch':
      'The adapter does not fit the model: {tensor} is {found}, and the model calls for {expected}. Choose the model that it was made for.',
    'adapter-refused': '{path} cannot be used as an adapter: {reason}. Convert it again.',
    'adapter-too-large':
      '{path} is too large for an adapter: {size}, and {limit} is the most. If it is a whole model, import it as a model.',
    'adapter-unknown':
      'The adapter {name} is no longer in the library. Import it again, or remove it from the conversation in its settings.',
    'adapter-file-missing':
      'The file of the adapter {name} is missing or has changed ({path}). Import it again, or remove it from the conversation in its settings.',
    'tensor-missing': 'The model lacks the tensor {tensor}. Download the whole model again.',
    'tensor-unmapped':
      'The model has a tensor that Llama models do not have: {tensor}. Choose another model, or download this one as a GGUF file.',
    'tensor-wrong-shape':
      'The tensor {tensor} has the shape {found}; config.json calls for {expected}. Download the whole model again.',
    'tensor-not-finite':
      'The tensor {tensor} has values that are not numbers, or too large for this type. Choose another model, or the type BF16.',
    'quantization-unsupported': 'The type {quantization} is not available. Choose another type.',
    'kernels-unavailable': 'A library that comes with Sarvi could not be loaded ({reason}). Install Sarvi again.',
    'conversion-crashed':
      'The conversion stopped unexpectedly ({reason}). Start it again: it continues from where it stopped.',
    'conversion-running': '{path} is already being made (process {processId}). Wait for it, or cancel it first.',
    'imatrix-malformed':
      '{path} is not a sound importance matrix: {reason}. Download it again, or continue without it.',
    'imatrix-wrong-size':
      'The importance matrix {path} has {found} values for {tensor}, and the model needs {expected}. Choose the one that was made for this model.',
    'gguf-malformed': '{path} is not a sound GGUF file: {reason}. Download it again.',
    'gguf-unsupported-version':
      '{path} is GGUF version {found}; Sarvi reads versions 2 and 3. Download the model in one of these, or convert it again.',
    'gguf-big-endian':
      '{path} is a big-endian GGUF file, made for another kind of processor. Download the little-endian file of the same model.',
    'gguf-refused': 'llama.cpp cannot use {path}: {reason}. Download the file again, or choose another one.',
    'gguf-missing-part': 'This model is in several files, and {path} is missing. Put all of them into the same folder.',
    'gguf-mismatched-part':
      'The file {path} does not belong with the other parts of this model: {reason}. Download all parts again.',
    'gguf-already-quantized':
      '{path} is quantized already ({found}). Choose a file in F32, F16 or BF16 to make another type of it.',
    'checksum-missing': '{path} has no checksum, so it cannot be verified. Import it, and Sarvi keeps one.',
    'checksum-mismatch':
      '{path} is not what it was: its checksum is {found} and should be {expected}. Import it again.',
    'model-unknown': 'That model is no longer in the library. Choose another one.',
    'model-file-missing': 'The file of the model {name} is missing ({path}). Import the model again.',
    'model-file-changed': 'The file of the model {name} has changed since it was imported ({path}). Import it again.',
    'model-in-use': '{name} is answering right now. Stop it first.',
    'no-model': 'No model has been imported yet. Import one on the Models page.',
    'import-unknown': 'That import has already ended.',
    'imports-unfinished': 'An import is unfinished. Finish or cancel it, then move the models.',
    'engine-crashed':
      'The engine stopped in the middle of an answer ({reason}). The text so far is kept. Press Continue; if memory runs out again, choose a smaller model.',
    'engine-unavailable': 'The engine could not be started ({reason}). Try again, or install Sarvi again.',
    'model-load-failed': '{name} could not be loaded: {reason}. Import the model again, or choose another one.',
    'model-does-not-fit':
      '{name} does not fit into the memory: it takes about {needed}, and {free} is free. Loaded anyway, it may be very slow.',
    'licence-not-accepted': '{name} may be used once you have accepted the terms of its licence, the {licence}.',
    'engine-fewer-layers':
      'The graphics card could not take the whole model ({reason}). It computes {layers} layers and the processor the rest; that is slower.',
    'engine-without-graphics':
      'The graphics card could not be used ({reason}). Sarvi continues with the processor; that is slower.',
    'engine-smaller-window':
      'The model kept failing ({reason}). Sarvi continues with a smaller context window of {tokens} tokens.',
    'engine-without-draft': 'The draft model could not be used ({reason}). Sarvi continues without it.',
    'prompt-too-long':
      'The message is too long for this model: {tokens} tokens, and {limit} fit. Shorten it or send it in parts.',
    'folder-too-long':
      'The folder’s instructions and files alone need {tokens} of the window’s {window} tokens, so the message does not fit. Remove files of the folder, enlarge the window in Models, choose a model with a larger one, or leave the folder out of this conversation.',
    'template-failed':
      'The model’s chat template could not be used: {reason}. Choose another model, or download this one again.',
    'grammar-invalid': 'The grammar for the answer could not be used: {reason}. Correct the grammar and try again.',
    'schema-invalid': 'The JSON schema for the answer could not be used: {reason}. Correct the schema and try again.',
    'generation-running': 'An answer is still being written in this conversation. Stop it or wait.',
    'generation-unknown': 'That answer has already ended.',
    'generation-interrupted':
      'Sarvi closed in the middle of an answer. The text so far is kept; press Continue or regenerate the answer.',
    'answer-not-repeatable':
      'This answer cannot be repeated: it was edited, imported, or written by a remote engine. Choose one that a model has written on this computer.',
    'answer-not-continuable':
      'This answer cannot be continued: {reason}. Send a new message, or regenerate the answer.',
    'scoring-crashed':
      'The process that reads the answer ended unexpectedly ({reason}). Try again; if it happens again, choose a smaller model or a shorter text.',
    'scoring-unknown': 'This comparison is no longer in memory. Start it again.',
    'vocabularies-differ':
      '{name} and {other} cannot be compared token by token, because they split text into different tokens (“{found}” and “{otherFound}”). Choose two models that are made from the same base model.',
    'text-refused': 'Perplexity cannot be measured with this text: {reason}. Choose another text, or other settings.',
    'base-file-refused':
      '{path} cannot be used as a base file: {reason}. Choose a file that llama-perplexity or Sarvi wrote for a model with the same vocabulary.',
    'remote-unknown':
      'This remote engine is no longer among your settings, or its address has changed. Choose its model again, or another one.',
    'remote-address-refused': 'Sarvi cannot use the address {address}: {reason}. Correct it and try again.',
    'remote-plain':
      'The connection to {host} is not encrypted: everybody on the way can read and change what is sent. Use an https address, or accept this for a network that you trust.',
    'remote-unreachable':
      'Nothing answered at {host}: {reason}. Check the address, that the server is running, and the network, then try again.',
    'remote-untrusted':
      'Sarvi does not trust the certificate of {host}: {reason}. Nothing was sent. Choose the certificate file of its owner in the settings of this remote engine, or ask the owner.',
    'remote-redirects':
      '{host} sends its visitors on to another address ({target}). Sarvi does not follow, because your text and key would go there. If that is the right place, use its address.',
    'remote-key-refused':
      '{host} does not accept the key (status {status}). Check the key in the settings of this remote engine.',
    'remote-busy':
      '{host} is busy (status {status}).[ It asks you to wait {seconds} seconds.] Nothing is sent again by itself; try again later.',
    'remote-refused': '{host} refused the request (status {status}): {reason}. Change what it names, or ask its owner.',
    'remote-unexpected':
      '{host} answered in a way that Sarvi cannot use: {reason}. Check that the address is that of the model server.',
    'remote-cut':
      'The connection to {host} broke in the middle of the answer. The text so far is kept. Press Continue, or ask for the answer again.',
    'remote-silent':
      'Nothing came from {host} for {minutes} minutes, so Sarvi hung up. The text so far is kept. Check the server and ask for the answer again.',
    'remote-not-allowed':
      '{name} runs on {host}. Every message of this conversation, its instructions and the texts you attach go there. Sarvi cannot see what is kept there.',
    'remote-cannot-score':
      '{name} on {host} cannot tell how likely a text is: {reason}. Choose a model of this computer, or one on a vLLM server or in another Sarvi.',
    'update-unreachable':
      'Sarvi could not get updates from {host}: {reason}. Check the network and the computer’s date, and try again.',
    'update-refused':
      'The answer about updates was refused: {reason}. Nothing was changed. Try again later, or get the new version where you got this one.',
    'update-cut':
      'The connection to {host} broke during the download. What has come is kept; press Continue the download.',
    'update-file-differs':
      'The downloaded file {name} is not the one that Sarvi’s makers signed. It was removed, and nothing was changed. Download it again.',
    'update-unknown': 'That update is no longer offered. Check for updates again.',
    'update-not-possible':
      'Sarvi cannot install the update here: {reason}. The version in use stays. Install the downloaded file yourself.',
    'update-failed':
      'The update was not installed: {reason}. The version in use stays, and nothing was lost. Try again, or install the downloaded file yourself.',
    'attachment-too-large':
      '{name} is too large to attach: {size}, and {limit} is the most. Attach a smaller file or a part of it.',
    'attachment-not-text':
      '{name} has no text that Sarvi can read. Text, code, CSV, JSON, PDF, Word (.docx), OpenDocument (.odt), HTML, EPUB and RTF files can be attached.',
    'attachment-unreadable':
      '{name} could not be read: {reason}. Attach another file, or copy its text into the message.',
    'attachment-empty': '{name} is empty. Choose a file that has text in it.',
    'attachment-without-text':
      '{name} has only pictures of its pages, as scanned files do. Attach one whose text can be selected.',
    'history-unavailable':
      'The conversation history cannot be used right now ({reason}). Your earlier conversations are untouched. Try again, or start Sarvi again.',
    'history-newer-version':
      'The history in {path} was written by a newer version of Sarvi. Update Sarvi; the file was left as it is.',
    'history-damaged':
      'The history file was damaged[; its newest backup is of {backup} and can be restored in Settings]. It was set aside as {path}, and a new history was begun.',
    'history-locked':
      'Another program is using the history in {path}. Close it, or wait until it is done, and try again. Nothing has been lost.',
    'history-read-only':
      'Sarvi may only read the history in {path}, not write it. Check the permissions of the file and its folder. What is there is untouched.',
    'history-index-rebuilt':
      'The search index of the history was damaged. It was rebuilt from the messages, and no message is missing.',
    'history-cleaned':
      'The history had something in it that is not Sarvi’s ({reason}). Its conversations were copied into a new file, and none is missing; the former file is kept as {path}.',
    'history-foreign':
      'Sarvi cannot use the file {path}: {reason}. It was left as it is. Restore a backup in Settings, or move the file elsewhere and start Sarvi again.',
    'history-unsound':
      'There is something wrong with the history in {path}: {reason}. Restore a backup, or only rebuild the search index if nothing else is wrong.',
    'backup-unknown': 'There is no backup {backup}. Look at the list of backups.',
    'backup-damaged':
      'The backup {path} cannot be restored: {reason}. Choose another one; the history was left as it is.',
    'backup-failed':
      'The daily backup into {path} failed: {reason}.[ The newest backup is of {backup}.] Sarvi keeps trying; the folder for backups can be changed in Settings.',
    'conversation-unknown': 'That conversation no longer exists. Choose another one.',
    'message-unknown': 'That message no longer exists.',
    'removal-unknown': 'That removal can no longer be undone.',
    'path-exists': 'There is something at {path} already. Choose another name.',
    'transfer-unrecognised':
      '{path} has no conversations that Sarvi can read. Choose an export of Sarvi, ChatGPT, LM Studio, Jan, Open WebUI or llama.cpp, or a ShareGPT file.',
    'transfer-newer-version':
      '{path} was exported by a newer version of Sarvi (format {found}; this one reads up to {expected}). Update Sarvi and import it again.',
    'transfer-unknown': 'That import or export has already ended.',
    'export-too-large':
      'This is too much for one document. Choose fewer conversations, a file for each one, or Markdown.',
    'conversation-refused':
      'This conversation was left out: {reason}. Export it again from where it came, and import it once more.',
    'comparison-unknown': 'There is no such comparison any more. Choose another one.',
    'vote-pair-unknown': 'This pair is no longer open. Continue with the next one.',
    'prompt-unknown': 'There is no prompt {name} any more. Choose another one.',
    'prompt-changed':
      'The prompt {name} has changed since it was opened here. Copy what you have written, open the prompt again, and write it there.',
    'prompt-refused': 'The prompt {name} cannot be used: {reason}. Mend or move the file in the folder of the prompts.',
    'dataset-unknown': 'There is no such data set any more. Choose another one.',
    'dataset-version-unknown': 'There is no such version of the data set any more. Choose another one.',
    'dataset-too-large':
      'These choices give more than {most} rows, or more text than Sarvi can go through at once. Choose fewer conversations or comparisons.',
    'dataset-empty':
      'No row is left: {rows} were found, and all of them are left out. Look at the reasons, or choose other sources.',
    'folder-unknown': 'That folder no longer exists.',
    'folder-file-unknown': 'The folder no longer has that file. Add it again.',
    'document-unknown': 'This file is no longer in the conversation. Attach it again.',
    'tag-unknown': 'That tag no longer exists.',
    'name-taken': 'There is a “{name}” already. Choose another name.',
    'verdict-refused': 'This answer cannot be judged[ (line {line})]: {reason}. Correct it and try again.',
    'ifeval-set-malformed':
      '{path} is not a data set of IFEval: {reason}. Choose a file with prompt, instruction_id_list and kwargs.',
    'evaluation-file-malformed': 'Sarvi cannot use {path}: {reason}. Choose a file in the benchmark’s own format.',
    'verdict-timed-out':
      'The verdict[ on line {line}] took longer than {seconds} seconds. A keyword is probably a pattern that never ends; correct it and try again.',
    'punkt-tables-missing':
      'There are no English tables of NLTK’s punkt_tab in {path}. Choose the folder that has abbrev_types.txt, or the one above it.',
    'punkt-tables-malformed':
      'The tables in {path} are not those of NLTK’s punkt_tab: {found} was found. Download punkt_tab again.',
    'evaluation-unknown': 'There is no such evaluation any more. Choose another one.',
    'evaluation-damaged': 'The evaluation in {path} cannot be read: {reason}. Delete it and start it again.',
    'evaluation-changed':
      'This evaluation cannot continue, because it was made with something else: {reason}. Set it as it was, or start a new evaluation.',
    'evaluation-running-elsewhere':
      'Another Sarvi (process {processId}) is working on this evaluation. Wait for it, or pause it there.',
    'task-unavailable': 'This version of Sarvi cannot run {task}. Choose another evaluation.',
    'template-missing':
      '{name} has no chat template, so it cannot be asked as a chat. Choose another model, or let it continue the plain text.',
    'judge-missing': 'The answers of {task} are judged by another model. Choose one.',
    'held-out-refused':
      'There are no rows to compare models on in {path}: {reason}. Choose a data set with rows for testing, or a folder that Sarvi has exported.',
    'quantizations-differ':
      '{name} is {found}, and {other} is {otherFound}: what quantization changes would count as what training has changed. Import both with the same type, or compare them anyway.',
    'shapes-differ':
      '{name} cannot come from {other}: their shapes are {found} and {otherFound} (layers × width × inner width, heads/key heads). Choose the model that it was trained from.',
  },
  fi: {
    'invalid-input': 'Sarvi ei voi käyttää annettua arvoa: {reason}. Korjaa arvo ja yritä uudelleen.',
    internal:
      'Sarvessa tapahtui virhe ({reason}). Yritä uudelleen. Jos virhe toistuu, ilmoita siitä ja liitä mukaan loki, joka on Sarven tietokansion alikansiossa logs.',
    cancelled: 'Peruutettu.',
    'unsupported-in-shell': 'Tämä toimii vain työpöytäsovelluksessa.',
    'connection-lost': 'Yhteys Sarveen katkesi. Tarkista, että Sarvi on käynnissä, ja yritä uudelleen.',
    'data-folder-in-use':
      'Sarvi on jo käynnissä kansion {path} tiedoilla (prosessi {processId}). Käytä sitä tai sulje se ensin.',
    'data-folder-gone':
      'Tietokansio {path} on kadonnut Sarven ollessa käynnissä, eikä mitään voida enää tallentaa. Palauta kansio (sen levy tai nimi) tai sulje Sarvi ja käynnistä se uudelleen.',
    'portable-folder-read-only':
      'Tämä Sarvi säilyttää kaiken kansiossa {path}, eikä siihen voi kirjoittaa. Poista levyn kirjoitussuojaus tai siirrä Sarven kansio paikkaan, johon saat kirjoittaa. Ilman kansiota ”Sarvi data” kaikki tallennetaan käyttäjäkansioosi.',
    'program-replaced':
      'Sarvesta asennettiin toinen versio tämän ollessa käynnissä. Sulje Sarvi ja avaa se uudelleen; siihen asti vastaukset ja tuonnit voivat epäonnistua.',
    'port-unavailable': 'Portti {port} ei ole käytettävissä ({reason}). Valitse toinen tai jätä valinta Sarvelle.',
    'api-key-missing':
      'Muut ohjelmat tarvitsevat avaimen käyttääkseen malleja. Luo se asetusten kohdassa Muut ohjelmat.',
    'clipboard-too-long':
      'Leikepöydän teksti on liian pitkä otettavaksi mukaan: siinä on {found} merkkiä, ja mukaan mahtuu enintään {most}. Kopioi siitä osa tai liitä se tiedostona Sarvessa.',
    'path-missing': 'Polussa {path} ei ole mitään. Tarkista polku.',
    'path-unreadable': 'Sarvella ei ole lupaa lukea kohdetta {path}. Tarkista käyttöoikeudet.',
    'path-own-data': '{path} on Sarven omien tiedostojen joukossa. Valitse toinen paikka.',
    'path-not-a-model':
      '{path} ei ole malli. Valitse Hugging Face -mallikansio (jossa ovat config.json ja safetensors-tiedostot) tai .gguf-tiedosto.',
    'disk-full':
      'Levy, jolla {path} sijaitsee, on täynnä[: tilaa tarvitaan {needed}, ja vapaana on {free}]. Vapauta tilaa ja yritä uudelleen.',
    'write-failed': 'Kohteeseen {path} ei voitu kirjoittaa ({reason}). Tarkista käyttöoikeudet ja levy.',
    'checkpoint-missing-config': 'Kansiossa {path} ei ole config.json-tiedostoa. Valitse kansio, jossa on koko malli.',
    'checkpoint-malformed-config': '{path} on vioittunut tai puutteellinen: {reason}. Lataa tiedosto uudelleen.',
    'checkpoint-unsupported-architecture':
      'Mallin arkkitehtuuri on ”{architecture}”[: {reason}]. Sarvi muuntaa luokat LlamaForCausalLM ja MistralForCausalLM. Valitse toinen malli tai lataa tämä GGUF-tiedostona.',
    'checkpoint-unsupported-feature':
      'Malli käyttää ominaisuutta ”{feature}”, jota Sarvi ei osaa muuntaa. Valitse toinen malli tai lataa tämä GGUF-tiedostona.',
    'checkpoint-quantized':
      'Tämän kansion painot on jo kvantisoitu ({method}), ja uusi kvantisointi heikentäisi niitä lisää. Lataa malli 16-bittisenä[: {original}] tai GGUF-tiedostona.',
    'checkpoint-missing-tokenizer':
      'Kansiossa {path} ei ole tiedostoa tokenizer.json eikä tokenizer.model. Lataa mallin oma tokenisoija samaan kansioon.',
    'checkpoint-malformed-tokenizer': '{path} on vioittunut tai puutteellinen: {reason}. Lataa tiedosto uudelleen.',
    'checkpoint-unsupported-tokenizer':
      'Mallin tokenisoija on lajia, jota Sarvi ei osaa muuntaa: {found}. Valitse toinen malli tai lataa tämä GGUF-tiedostona.',
    'tokenizer-check-failed':
      'Sarvi ei onnistunut kokeilemaan tokenisoijaa {path}: {reason}. Yritä uudelleen. Jos virhe toistuu, lataa malli GGUF-tiedostona.',
    'checkpoint-missing-weights':
      'Kansiossa {path} ei ole safetensors-tiedostoja. Lataa mallin painot samaan kansioon.',
    'checkpoint-malformed-index': '{path} on vioittunut: {reason}. Lataa tiedosto uudelleen.',
    'checkpoint-missing-shard': 'Mallista puuttuu tiedosto {shard}. Lataa se samaan kansioon.',
    'checkpoint-link-outside':
      '{path} on linkki kohteeseen {target}, joka on mallikansion ulkopuolella. Kopioi varsinainen tiedosto mallikansioon.',
    'checkpoint-empty-weights':
      'Tiedoston {path} tensorissa {tensor} ei ole yhtään lukua: DeepSpeed ZeRO-3 on tallentanut mallin keräämättä sen osia. Tallenna malli uudelleen asetuksella stage3_gather_16bit_weights_on_model_save tai yhdistä osat ohjelmalla zero_to_fp32.py.',
    'checkpoint-pickle':
      'Kansion {path} painot ovat pickle-tiedostoja (.bin, .pt), jotka voivat avattaessa suorittaa ohjelmakoodia. Muunna ne safetensors-muotoon tai lataa mallin safetensors-versio.',
    'checkpoint-changed':
      'Malli muuttui kesken lukemisen ({path}). Odota, että se on kokonaan paikallaan, ja tuo se uudelleen.',
    'safetensors-malformed-header': 'Tiedoston {path} otsake on vioittunut: {reason}. Lataa tiedosto uudelleen.',
    'safetensors-truncated':
      '{path} on katkennut: odotettu koko on {expected} tavua, todellinen {found}. Lataa tiedosto uudelleen.',
    'safetensors-overlap':
      'Tensorit {first} ja {second} menevät päällekkäin tiedostossa {path}. Tiedosto on vioittunut; lataa se uudelleen.',
    'safetensors-out-of-range':
      'Tensori {tensor} osoittaa tiedoston {path} ulkopuolelle. Tiedosto on vioittunut; lataa se uudelleen.',
    'safetensors-wrong-size':
      'Tensori {tensor} vie tiedostossa {path} {found} tavua, vaikka sen muoto edellyttää {expected} tavua. Tiedosto on vioittunut; lataa se uudelleen.',
    'safetensors-unsupported-dtype':
      'Tensorin {tensor} tallennustyyppi on {found}. Sarvi lukee tyyppejä BF16, F16 ja F32; valitse malli, joka käyttää jotakin niistä.',
    'adapter-missing-config':
      'Kansiossa {path} ei ole adapter_config.json-tiedostoa. Valitse LoRA-sovittimen kansio sellaisena kuin PEFT sen tallensi.',
    'adapter-missing-base':
      'Sovittimen perusmallin ({base}) muotoa ei tiedetä. Anna perusmallin mallikansio tai sen .gguf-tiedosto.',
    'adapter-malformed': '{path} on vioittunut tai puutteellinen: {reason}. Lataa sovitin uudelleen.',
    'adapter-unsupported':
      'Sovitin käyttää ominaisuutta ”{feature}”, jota Sarvi ei osaa muuntaa. Yhdistä sovitin malliinsa ja tuo se.',
    'adapter-mismatch':
      'Sovitin ei sovi malliin: {tensor} on {found}, mutta malli edellyttää muotoa {expected}. Valitse malli, jolle sovitin on tehty.',
    'adapter-refused': 'Tiedostoa {path} ei voi käyttää sovittimena: {reason}. Muunna sovitin uudelleen.',
    'adapter-too-large':
      '{path} on liian suuri sovittimeksi: sen koko on {size}, ja enintään {limit} käy. Jos se on kokonainen malli, tuo se mallina.',
    'adapter-unknown':
      'Sovitinta {name} ei enää ole kirjastossa. Tuo se uudelleen tai poista se keskustelun asetuksista.',
    'adapter-file-missing':
      'Sovittimen {name} tiedosto puuttuu tai on muuttunut ({path}). Tuo sovitin uudelleen tai poista se keskustelun asetuksista.',
    'tensor-missing': 'Mallista puuttuu tensori {tensor}. Lataa koko malli uudelleen.',
    'tensor-unmapped':
      'Mallissa on tensori, jota Llama-malleissa ei ole: {tensor}. Valitse toinen malli tai lataa tämä GGUF-tiedostona.',
    'tensor-wrong-shape':
      'Tensorin {tensor} muoto on {found}, mutta config.json edellyttää muotoa {expected}. Lataa koko malli uudelleen.',
    'tensor-not-finite':
      'Tensorissa {tensor} on arvoja, jotka eivät ole lukuja tai ovat liian suuria tälle tyypille. Valitse toinen malli tai tyyppi BF16.',
    'quantization-unsupported': 'Tyyppi {quantization} ei ole käytettävissä. Valitse toinen tyyppi.',
    'kernels-unavailable':
      'Sarven mukana tulevaa kirjastoa ei voitu ottaa käyttöön ({reason}). Asenna Sarvi uudelleen.',
    'conversion-crashed': 'Muunnos päättyi odottamatta ({reason}). Käynnistä se uudelleen: se jatkuu siitä, mihin jäi.',
    'conversion-running':
      'Kohdetta {path} tehdään parhaillaan (prosessi {processId}). Odota sitä tai peruuta se ensin.',
    'imatrix-malformed': '{path} ei ole ehjä tärkeysmatriisi: {reason}. Lataa se uudelleen tai jatka ilman sitä.',
    'imatrix-wrong-size':
      'Tärkeysmatriisissa {path} on tensorille {tensor} {found} arvoa, mutta malli tarvitsee {expected}. Valitse matriisi, joka on tehty tälle mallille.',
    'gguf-malformed': '{path} ei ole ehjä GGUF-tiedosto: {reason}. Lataa se uudelleen.',
    'gguf-unsupported-version':
      '{path} on GGUF-muodon versiota {found}; Sarvi lukee versioita 2 ja 3. Lataa malli jompanakumpana versiona tai muunna se uudelleen.',
    'gguf-big-endian':
      '{path} on big-endian-muotoinen GGUF-tiedosto, joka on tehty toisenlaiselle suorittimelle. Lataa saman mallin little-endian-tiedosto.',
    'gguf-refused': 'llama.cpp ei voi käyttää tiedostoa {path}: {reason}. Lataa tiedosto uudelleen tai valitse toinen.',
    'gguf-missing-part':
      'Malli on useassa tiedostossa, ja niistä puuttuu {path}. Siirrä kaikki tiedostot samaan kansioon.',
    'gguf-mismatched-part':
      'Tiedosto {path} ei kuulu yhteen mallin muiden osien kanssa: {reason}. Lataa kaikki osat uudelleen.',
    'gguf-already-quantized':
      '{path} on jo kvantisoitu ({found}). Valitse F32-, F16- tai BF16-tiedosto, niin siitä voi tehdä muita tyyppejä.',
    'checksum-missing':
      'Tiedostossa {path} ei ole tarkistussummaa, joten sitä ei voi tarkistaa. Tuo se, niin Sarvi tallentaa summan.',
    'checksum-mismatch':
      '{path} on muuttunut: sen tarkistussumma on {found}, vaikka sen pitäisi olla {expected}. Tuo se uudelleen.',
    'model-unknown': 'Mallia ei enää ole kirjastossa. Valitse toinen malli.',
    'model-file-missing': 'Mallin {name} tiedosto puuttuu ({path}). Tuo malli uudelleen.',
    'model-file-changed': 'Mallin {name} tiedosto on muuttunut tuonnin jälkeen ({path}). Tuo se uudelleen.',
    'model-in-use': '{name} vastaa juuri nyt. Pysäytä vastaus ensin.',
    'no-model': 'Yhtään mallia ei ole vielä tuotu. Tuo malli Mallit-sivulla.',
    'import-unknown': 'Tuonti on jo päättynyt.',
    'imports-unfinished': 'Jokin tuonti on kesken. Vie se loppuun tai peruuta se, ja siirrä mallit sitten.',
    'engine-crashed':
      'Moottori pysähtyi kesken vastauksen ({reason}). Siihenastinen teksti on tallessa. Paina Jatka; jos muisti loppuu taas, valitse pienempi malli.',
    'engine-unavailable': 'Moottoria ei voitu käynnistää ({reason}). Yritä uudelleen tai asenna Sarvi uudelleen.',
    'model-load-failed': 'Mallia {name} ei voitu avata: {reason}. Tuo malli uudelleen tai valitse toinen.',
    'model-does-not-fit':
      '{name} ei mahdu muistiin: se vie noin {needed}, ja vapaana on {free}. Jos avaat sen silti, se voi olla hyvin hidas.',
    'licence-not-accepted': 'Mallia {name} voi käyttää, kun olet hyväksynyt sen lisenssin ehdot ({licence}).',
    'engine-fewer-layers':
      'Koko malli ei mahtunut näytönohjaimeen ({reason}). Sillä lasketaan {layers} kerrosta, loput suorittimella; se on hitaampaa.',
    'engine-without-graphics':
      'Näytönohjainta ei voitu käyttää ({reason}). Sarvi jatkaa suorittimella; se on hitaampaa.',
    'engine-smaller-window':
      'Malli pysähtyi toistuvasti ({reason}). Sarvi jatkaa pienemmällä konteksti-ikkunalla, {tokens} tokenia.',
    'engine-without-draft': 'Luonnosmallia ei voitu käyttää ({reason}). Sarvi jatkaa ilman sitä.',
    'prompt-too-long':
      'Viesti on tälle mallille liian pitkä: {tokens} tokenia, ja mukaan mahtuu {limit}. Lyhennä viestiä tai lähetä se osissa.',
    'folder-too-long':
      'Kansion ohjeet ja tiedostot vievät jo yksin {tokens} ikkunan {window} tokenista, joten viesti ei mahdu mukaan. Poista kansion tiedostoja, suurenna ikkunaa Mallit-sivulla, valitse malli, jolla on suurempi ikkuna, tai jätä kansio pois tästä keskustelusta.',
    'template-failed':
      'Mallin keskustelupohjaa ei voitu käyttää: {reason}. Valitse toinen malli tai lataa tämä uudelleen.',
    'grammar-invalid': 'Vastauksen rakennesääntöjä ei voitu käyttää: {reason}. Korjaa säännöt ja yritä uudelleen.',
    'schema-invalid': 'Vastauksen JSON-skeemaa ei voitu käyttää: {reason}. Korjaa skeema ja yritä uudelleen.',
    'generation-running': 'Tässä keskustelussa kirjoitetaan vielä vastausta. Pysäytä se tai odota.',
    'generation-unknown': 'Vastaus on jo päättynyt.',
    'generation-interrupted':
      'Sarvi sulkeutui kesken vastauksen. Siihenastinen teksti on tallessa; paina Jatka tai pyydä vastaus uudelleen.',
    'answer-not-repeatable':
      'Tätä vastausta ei voi toistaa: sitä on muokattu, se on tuotu muualta tai sen kirjoitti etämoottori. Valitse vastaus, jonka malli kirjoitti tällä tietokoneella.',
    'answer-not-continuable': 'Tätä vastausta ei voi jatkaa: {reason}. Lähetä uusi viesti tai pyydä vastaus uudelleen.',
    'scoring-crashed':
      'Vastausta lukenut prosessi päättyi yllättäen ({reason}). Yritä uudelleen. Jos sama toistuu, valitse pienempi malli tai lyhyempi teksti.',
    'scoring-unknown': 'Tämä vertailu ei ole enää muistissa. Aloita se uudelleen.',
    'vocabularies-differ':
      'Malleja {name} ja {other} ei voi verrata token kerrallaan, koska ne jakavat tekstin eri tokeneihin (”{found}” ja ”{otherFound}”). Valitse kaksi mallia, jotka on tehty samasta pohjamallista.',
    'text-refused':
      'Perpleksiteettiä ei voi mitata tällä tekstillä: {reason}. Valitse toinen teksti tai muuta asetuksia.',
    'base-file-refused':
      'Tiedostoa {path} ei voi käyttää vertailupohjana: {reason}. Valitse tiedosto, jonka llama-perplexity tai Sarvi on kirjoittanut mallista, jolla on sama sanasto.',
    'remote-unknown':
      'Tätä etämoottoria ei enää ole asetuksissa, tai sen osoite on vaihtunut. Valitse malli uudelleen.',
    'remote-address-refused': 'Osoitetta {address} ei voi käyttää: {reason}. Korjaa se ja yritä uudelleen.',
    'remote-plain':
      'Yhteyttä palvelimeen {host} ei salata: kuka tahansa matkan varrella voi lukea ja muuttaa sitä, mitä lähetetään. Käytä https-osoitetta tai hyväksy tämä verkossa, johon luotat.',
    'remote-unreachable':
      'Osoitteesta {host} ei vastattu: {reason}. Tarkista osoite, palvelimen toiminta ja verkkoyhteys ja yritä sitten uudelleen.',
    'remote-untrusted':
      'Sarvi ei luota palvelimen {host} varmenteeseen: {reason}. Mitään ei lähetetty. Valitse palvelimen omistajan varmennetiedosto tämän etämoottorin asetuksista tai kysy omistajalta.',
    'remote-redirects':
      '{host} ohjaa toiseen osoitteeseen ({target}). Sarvi ei siirry sinne, koska teksti ja avain menisivät mukana. Jos paikka on oikea, käytä sen osoitetta.',
    'remote-key-refused': '{host} ei hyväksy avainta (tila {status}). Tarkista avain tämän etämoottorin asetuksista.',
    'remote-busy':
      '{host} on varattu (tila {status}).[ Se pyytää odottamaan {seconds} sekuntia.] Mitään ei lähetetä itsestään uudelleen; yritä myöhemmin uudelleen.',
    'remote-refused':
      '{host} hylkäsi pyynnön (tila {status}): {reason}. Muuta sitä, mistä se huomauttaa, tai kysy palvelimen omistajalta.',
    'remote-unexpected':
      '{host} vastasi tavalla, jota Sarvi ei voi käyttää: {reason}. Tarkista, että osoite on mallipalvelimen.',
    'remote-cut':
      'Yhteys palvelimeen {host} katkesi kesken vastauksen. Siihenastinen teksti on tallessa. Paina Jatka tai pyydä vastaus uudelleen.',
    'remote-silent':
      'Palvelimelta {host} ei kuulunut mitään {minutes} minuuttiin, joten Sarvi katkaisi yhteyden. Siihenastinen teksti on tallessa. Tarkista palvelin ja pyydä vastaus uudelleen.',
    'remote-not-allowed':
      '{name} toimii palvelimella {host}. Sinne lähetetään tämän keskustelun kaikki viestit, ohjeet ja liittämäsi tekstit. Sarvi ei näe, mitä siellä säilytetään.',
    'remote-cannot-score':
      '{name} palvelimella {host} ei osaa kertoa tekstin todennäköisyyttä: {reason}. Valitse tämän tietokoneen malli tai malli, joka toimii vLLM-palvelimella tai toisessa Sarvessa.',
    'update-unreachable':
      'Sarvi ei saanut päivityksiä palvelimelta {host}: {reason}. Tarkista verkko ja tietokoneen päivämäärä ja yritä uudelleen.',
    'update-refused':
      'Tieto päivityksistä hylättiin: {reason}. Mitään ei muutettu. Yritä myöhemmin uudelleen tai hae uusi versio sieltä, mistä sait tämän.',
    'update-cut':
      'Yhteys palvelimeen {host} katkesi kesken latauksen. Siihen asti ladattu on tallessa; paina Jatka latausta.',
    'update-file-differs':
      'Ladattu tiedosto {name} ei ole se, jonka Sarven tekijät allekirjoittivat. Se poistettiin, eikä mitään muutettu. Lataa se uudelleen.',
    'update-unknown': 'Tätä päivitystä ei enää tarjota. Tarkista päivitykset uudelleen.',
    'update-not-possible':
      'Sarvi ei voi asentaa päivitystä täällä: {reason}. Käytössä oleva versio säilyy. Asenna ladattu tiedosto itse.',
    'update-failed':
      'Päivitystä ei asennettu: {reason}. Käytössä oleva versio säilyy, eikä mitään kadonnut. Yritä uudelleen tai asenna ladattu tiedosto itse.',
    'attachment-too-large':
      '{name} on liian suuri liitteeksi: sen koko on {size}, ja enintään {limit} käy. Lisää pienempi tiedosto tai vain osa tästä.',
    'attachment-not-text':
      'Tiedostossa {name} ei ole tekstiä, jota Sarvi osaisi lukea. Liitteeksi käyvät teksti-, koodi-, CSV-, JSON-, PDF-, Word- (.docx), OpenDocument- (.odt), HTML-, EPUB- ja RTF-tiedostot.',
    'attachment-unreadable':
      'Tiedostoa {name} ei voitu lukea: {reason}. Valitse toinen tiedosto tai kopioi sen teksti viestiin.',
    'attachment-empty': 'Tiedosto {name} on tyhjä. Valitse tiedosto, jossa on tekstiä.',
    'attachment-without-text':
      'Tiedostossa {name} on vain kuvia sivuista, kuten skannatuissa tiedostoissa. Valitse tiedosto, jonka tekstin voi maalata.',
    'history-unavailable':
      'Keskusteluhistoriaa ei voi juuri nyt käyttää ({reason}). Aiemmat keskustelusi ovat tallessa. Yritä uudelleen tai käynnistä Sarvi uudelleen.',
    'history-newer-version':
      'Historia {path} on peräisin Sarven uudemmasta versiosta. Päivitä Sarvi; tiedostoon ei koskettu.',
    'history-damaged':
      'Historiatiedosto oli vioittunut[; uusin varmuuskopio on ajalta {backup}, ja sen voi palauttaa asetuksista]. Tiedosto siirrettiin talteen ({path}), ja tilalle luotiin uusi historia.',
    'history-locked':
      'Toinen ohjelma käyttää historiaa {path}. Sulje se tai odota, että se on valmis, ja yritä uudelleen. Mitään ei ole kadonnut.',
    'history-read-only':
      'Sarvi voi vain lukea historiaa {path}, ei kirjoittaa siihen. Tarkista tiedoston ja sen kansion käyttöoikeudet. Aiempi historia on ennallaan.',
    'history-index-rebuilt':
      'Historian hakuindeksi oli vioittunut. Se koottiin viesteistä uudelleen, eikä yhtään viestiä puutu.',
    'history-cleaned':
      'Historiassa oli jotakin, mikä ei ole Sarven tekemää ({reason}). Keskustelut kopioitiin uuteen tiedostoon, eikä yhtäkään puutu; entinen tiedosto on tallessa ({path}).',
    'history-foreign':
      'Sarvi ei voi käyttää tiedostoa {path}: {reason}. Siihen ei koskettu. Palauta varmuuskopio asetuksista, tai siirrä tiedosto muualle ja käynnistä Sarvi uudelleen.',
    'history-unsound':
      'Historiassa {path} on vikaa: {reason}. Palauta varmuuskopio, tai kokoa pelkkä hakuindeksi uudelleen, jos muuta vikaa ei ole.',
    'backup-unknown': 'Varmuuskopiota {backup} ei ole. Katso varmuuskopioiden luettelo.',
    'backup-damaged': 'Varmuuskopiota {path} ei voi palauttaa: {reason}. Valitse toinen; historia jätettiin ennalleen.',
    'backup-failed':
      'Päivittäinen varmuuskopiointi kansioon {path} epäonnistui: {reason}.[ Uusin varmuuskopio on ajalta {backup}.] Sarvi yrittää yhä uudelleen; varmuuskopioiden kansion voi vaihtaa asetuksista.',
    'conversation-unknown': 'Keskustelua ei enää ole. Valitse toinen keskustelu.',
    'message-unknown': 'Viestiä ei enää ole.',
    'removal-unknown': 'Poistoa ei voi enää kumota.',
    'path-exists': 'Polussa {path} on jo jotakin. Valitse toinen nimi.',
    'transfer-unrecognised':
      'Kohteessa {path} ei ole keskusteluja, joita Sarvi osaisi lukea. Valitse Sarven, ChatGPT:n, LM Studion, Janin, Open WebUI:n tai llama.cpp:n vientitiedosto tai ShareGPT-tiedosto.',
    'transfer-newer-version':
      'Tiedosto {path} on viety Sarven uudemmalla versiolla (muoto {found}; tämä lukee enintään muotoa {expected}). Päivitä Sarvi ja tuo tiedosto uudelleen.',
    'transfer-unknown': 'Tuonti tai vienti on jo päättynyt.',
    'export-too-large':
      'Tätä on liikaa yhteen asiakirjaan. Valitse vähemmän keskusteluja, oma tiedosto kullekin tai Markdown.',
    'conversation-refused':
      'Tämä keskustelu jätettiin pois: {reason}. Vie se uudelleen alkuperäisestä sovelluksesta ja yritä tuontia sitten uudelleen.',
    'comparison-unknown': 'Tätä vertailua ei enää ole. Valitse toinen.',
    'vote-pair-unknown': 'Tämä pari ei ole enää avoinna. Jatka seuraavaan.',
    'prompt-unknown': 'Kehotetta {name} ei enää ole. Valitse toinen.',
    'prompt-changed':
      'Kehote {name} on muuttunut sen jälkeen, kun se avattiin tässä. Kopioi kirjoittamasi, avaa kehote uudelleen ja lisää muutokset siihen.',
    'prompt-refused': 'Kehotetta {name} ei voi käyttää: {reason}. Korjaa tai siirrä tiedosto kehotteiden kansiossa.',
    'dataset-unknown': 'Tätä aineistoa ei enää ole. Valitse toinen.',
    'dataset-version-unknown': 'Tätä aineiston versiota ei enää ole. Valitse toinen.',
    'dataset-too-large':
      'Näillä valinnoilla tulee yli {most} riviä tai enemmän tekstiä, kuin Sarvi voi käydä kerralla läpi. Valitse vähemmän keskusteluja tai vertailuja.',
    'dataset-empty':
      'Yhtään riviä ei jäänyt: löytyi {rows}, ja kaikki jätettiin pois. Katso syyt tai valitse muita lähteitä.',
    'folder-unknown': 'Kansiota ei enää ole.',
    'folder-file-unknown': 'Kansiossa ei enää ole tätä tiedostoa. Lisää se uudelleen.',
    'document-unknown': 'Tämä tiedosto ei ole enää keskustelussa. Liitä se uudelleen.',
    'tag-unknown': 'Tunnistetta ei enää ole.',
    'name-taken': 'Nimi ”{name}” on jo käytössä. Valitse toinen nimi.',
    'verdict-refused': 'Tätä vastausta ei voi arvioida[ (rivi {line})]: {reason}. Korjaa se ja yritä uudelleen.',
    'ifeval-set-malformed':
      'Tiedosto {path} ei ole IFEval-aineisto: {reason}. Valitse tiedosto, jossa on prompt, instruction_id_list ja kwargs.',
    'evaluation-file-malformed':
      'Sarvi ei voi käyttää tiedostoa {path}: {reason}. Valitse tiedosto, joka on mittauksen omassa muodossa.',
    'verdict-timed-out':
      'Arviointi[ rivillä {line}] kesti yli {seconds} sekuntia. Jokin avainsana on luultavasti lauseke, joka ei pääty; korjaa se ja yritä uudelleen.',
    'punkt-tables-missing':
      'Kansiossa {path} ei ole NLTK:n punkt_tabin englannin taulukoita. Valitse kansio, jossa on abbrev_types.txt, tai sen yläkansio.',
    'punkt-tables-malformed':
      'Kansion {path} taulukot eivät ole NLTK:n punkt_tabin: niistä löytyi {found}. Lataa punkt_tab uudelleen.',
    'evaluation-unknown': 'Tätä mittausta ei enää ole. Valitse toinen.',
    'evaluation-damaged': 'Kansion {path} mittausta ei voi lukea: {reason}. Poista se ja aloita alusta.',
    'evaluation-changed':
      'Mittausta ei voi jatkaa, koska jokin on nyt toisin kuin sen alkaessa: {reason}. Palauta se ennalleen tai aloita uusi mittaus.',
    'evaluation-running-elsewhere':
      'Toinen Sarvi (prosessi {processId}) tekee tätä mittausta. Odota sitä tai keskeytä se siellä.',
    'task-unavailable': 'Tämä Sarven versio ei osaa mittausta {task}. Valitse toinen.',
    'template-missing':
      'Mallilla {name} ei ole keskustelupohjaa, joten siltä ei voi kysyä kuten keskustelussa. Valitse toinen malli tai anna sen jatkaa pelkkää tekstiä.',
    'judge-missing': 'Mittauksen {task} vastaukset arvioi toinen malli. Valitse se.',
    'held-out-refused':
      'Kohteessa {path} ei ole rivejä, joilla malleja voisi verrata: {reason}. Valitse aineisto, jossa on testirivejä, tai Sarven viemä kansio.',
    'quantizations-differ':
      'Mallin {name} tyyppi on {found}, mallin {other} taas {otherFound}: kvantisoinnin vaikutus näyttäisi koulutuksen vaikutukselta. Tuo molemmat samantyyppisinä tai vertaa silti.',
    'shapes-differ':
      'Mallia {name} ei ole voitu kouluttaa mallista {other}: niiden muodot ovat {found} ja {otherFound} (kerrokset × leveys × sisäleveys, päät/avainpäät). Valitse malli, josta koulutus alkoi.',
  },
} as const satisfies Record<SentenceLanguage, Record<ErrorCode, string>>;

/** The sentence of an error in one language with its details: reasons in words, sizes in the form of the language. */
export function sentenceOf(error: Pick<ErrorReport, 'code' | 'details'>, language: SentenceLanguage): string {
  const details = Object.entries(error.details).map(([name, value]) => {
    if (typeof value !== 'string') return [name, value];
    return [name, name === 'reason' ? reasonText(value, language) : sizeIn(language, value)];
  });
  return fillSentence(errorSentences[language][error.code], Object.fromEntries(details) as ErrorReport['details']);
}

/** The core writes sizes for sentences as "4.9 GB"; other details stay as they are. */
function sizeIn(language: SentenceLanguage, detail: string): string {
  const [, amount, unit] = /^(\d+(?:\.\d+)?) (B|kB|MB|GB|TB)$/.exec(detail) ?? [];
  if (language === 'en' || amount === undefined || unit === undefined) return detail;
  return `${amount.replace('.', ',')} ${unit === 'B' ? 'tavua' : unit.replace('B', 't')}`;
}

/**
 * Replaces each `{name}` by that detail; a missing one is shown as "?". A part in brackets is left out when one of its
 * details is missing.
 */
export function fillSentence(sentence: string, details: ErrorReport['details']): string {
  const placeholder = /\{(\w+)\}/g;
  const whole = sentence.replace(/\[([^\]]*)\]/g, (_, part: string) => {
    const names = [...part.matchAll(placeholder)].map(([, name]) => name ?? '');
    return names.every((name) => details[name] !== undefined) ? part : '';
  });
  return whole.replace(placeholder, (_, name: string) => String(details[name] ?? '?'));
}
