; What Sarvi's installer does otherwise than electron-builder's: it always has a folder of its own, and removes only what it
; has installed, since electron-builder's would empty a folder that the user chose.
!include LogicLib.nsh

; `installedFiles OPERATION` and `installedFolders OPERATION`, the deepest first, made by installed-files.mjs.
!ifdef APP_ARM64
  !include "${BUILD_RESOURCES_DIR}/installed-files-arm64.nsh"
!else
  !include "${BUILD_RESOURCES_DIR}/installed-files-x64.nsh"
!endif

!macro customHeader
  LangString keepData ${LANG_ENGLISH} "Also delete your conversations, models and settings?$\r$\n$\r$\nThey are in $LOCALAPPDATA\Sarvi. No keeps them for a later installation. Models that you moved to another folder stay in any case."
  LangString keepData ${LANG_FINNISH} "Poistetaanko myös keskustelut, mallit ja asetukset?$\r$\n$\r$\nNe ovat kansiossa $LOCALAPPDATA\Sarvi. Ei säilyttää ne myöhempää asennusta varten. Mallit, jotka olet siirtänyt muualle, jäävät joka tapauksessa."
  LangString fileInUse ${LANG_ENGLISH} "A file of Sarvi is in use, so nothing was changed. Close Sarvi and try again."
  LangString fileInUse ${LANG_FINNISH} "Jokin Sarven tiedosto on käytössä, joten mitään ei muutettu. Sulje Sarvi ja yritä uudelleen."
!macroend

; $INSTDIR becomes a folder of Sarvi's own, and never the one with its data.
!macro ownFolder
  StrCpy $0 $INSTDIR "" -1
  ${if} $0 == "\"
    StrCpy $INSTDIR $INSTDIR -1
  ${endIf}
  StrCpy $0 $INSTDIR "" -6
  ${if} $0 != "\Sarvi"
    StrCpy $INSTDIR "$INSTDIR\Sarvi"
  ${endIf}
  ${if} $INSTDIR == "$LOCALAPPDATA\Sarvi"
  ${orIf} $INSTDIR == "$APPDATA\Sarvi"
    StrCpy $INSTDIR "$LOCALAPPDATA\Programs\Sarvi"
  ${endIf}
!macroend

; For a folder in the arguments, `/D=`.
!macro customInit
  !insertmacro ownFolder
!macroend

; For a folder that was chosen in the window.
!macro customPageAfterChangeDir
  Page custom toOwnFolder
  Function toOwnFolder
    !insertmacro ownFolder
    Abort
  FunctionEnd
!macroend

!macro deleteFile path
  Delete "$INSTDIR\${path}"
!macroend

!macro removeFolder path
  RMDir "$INSTDIR\${path}"
!macroend

!macro makeAsideFolder path
  CreateDirectory "$PLUGINSDIR\old-install\${path}"
!macroend

; $R0 becomes 1 when a file is in use.
!macro setAside path
  ${if} $R0 == 0
  ${andIf} ${FileExists} "$INSTDIR\${path}"
    ClearErrors
    Rename "$INSTDIR\${path}" "$PLUGINSDIR\old-install\${path}"
    ${if} ${Errors}
      StrCpy $R0 1
    ${endIf}
  ${endIf}
!macroend

!macro putBack path
  ${if} ${FileExists} "$PLUGINSDIR\old-install\${path}"
    Rename "$PLUGINSDIR\old-install\${path}" "$INSTDIR\${path}"
  ${endIf}
!macroend

!macro customRemoveFiles
  SetOutPath $TEMP
  StrCpy $R0 0
  ${if} ${isUpdated}
    ; Each is set aside before any is lost: if one is in use, all are put back, and the old version still works.
    CreateDirectory "$PLUGINSDIR\old-install"
    !insertmacro installedFolders makeAsideFolder
    !insertmacro installedFiles setAside
    ${if} $R0 != 0
      !insertmacro installedFiles putBack
      Abort "$(fileInUse)"
    ${endIf}
  ${else}
    !insertmacro installedFiles deleteFile
  ${endIf}
  Delete "$INSTDIR\uninstallerIcon.ico"
  Delete "$INSTDIR\${UNINSTALL_FILENAME}"
  !insertmacro installedFolders removeFolder
  RMDir "$INSTDIR"
!macroend

!macro customUnInstall
  ${ifNot} ${isUpdated}
    ; The updater's own, with its last download.
    Push "$LOCALAPPDATA\sarvi-updater"
    Call un.removeTree
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(keepData)" /SD IDNO IDNO dataStays
    Push "$LOCALAPPDATA\Sarvi"
    Call un.removeTree
    Push "$APPDATA\Sarvi"
    Call un.removeTree
    dataStays:
  ${endIf}
!macroend

!ifdef BUILD_UNINSTALLER
  ; Removes a folder of Sarvi's with what is in it. What a link in it leads to stays: models may lie on another drive that way.
  Function un.removeTree
    Exch $0
    Push $1
    Push $2
    Push $3
    System::Call 'kernel32::GetFileAttributes(t r0) i .r3'
    IntOp $3 $3 & 0x400
    ${if} $3 != 0
      RMDir $0
      Goto removed
    ${endIf}
    FindFirst $1 $2 "$0\*.*"
    next:
      StrCmp $2 "" all
      StrCmp $2 "." skip
      StrCmp $2 ".." skip
      ${if} ${FileExists} "$0\$2\*.*"
        Push "$0\$2"
        Call un.removeTree
      ${else}
        Delete "$0\$2"
      ${endIf}
      skip:
      FindNext $1 $2
      Goto next
    all:
    FindClose $1
    RMDir $0
    removed:
    Pop $3
    Pop $2
    Pop $1
    Pop $0
  FunctionEnd
!endif
