import '../shells/shell.ts';
