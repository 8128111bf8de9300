import '../chat/chat.ts';
