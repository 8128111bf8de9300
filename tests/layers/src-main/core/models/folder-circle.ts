import '../convert/convert.ts';
