import { describe, expect, it } from '@jest/globals';
import { isPosterName, pictureType, posterName, posterPath } from './poster.name.js';

describe('the name of a poster', () => {
  it('is that of a size and a file as TMDB has them', () => {
    expect(posterName('w342', 'hEpWvX6Bp79eLxY1kX5ZZJcme5U.jpg')).toBe(
      'w342-hEpWvX6Bp79eLxY1kX5ZZJcme5U.jpg',
    );
    expect(posterPath('w342-poster-1.jpg')).toBe('w342/poster-1.jpg');
    expect(isPosterName('w342-poster-1.jpg')).toBe(true);
  });

  it.each([
    ['w9999', 'a.jpg'],
    ['original', 'a.jpg'],
    ['', 'a.jpg'],
    ['w342', '../w342/a.jpg'],
    ['w342', '..'],
    ['w342', '.jpg'],
    ['w342', 'a.svg'],
    ['w342', 'a.jpg?x=1'],
    ['w342', 'a.jpg#x'],
    ['w342', '@evil.example.jpg'],
    ['w342', 'a%2f..%2fb.jpg'],
    ['w342', `${'a'.repeat(65)}.jpg`],
    ['w342', 'a.jpg\n'],
  ])('is none of %j and %j', (size, file) => {
    expect(posterName(size, file)).toBeUndefined();
  });

  it('says of no other file that it is one', () => {
    for (const name of ['', '-', 'w342', '.tmp', 'w342-', 'notes-a.jpg', 'w342-a.txt'])
      expect(isPosterName(name)).toBe(false);
  });
});

describe('the kind of a picture', () => {
  it('is what its bytes say', () => {
    expect(pictureType(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))).toBe('image/jpeg');
    expect(pictureType(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d]))).toBe('image/png');
    expect(pictureType(Buffer.from('RIFF....WEBPVP8 '))).toBe('image/webp');
    for (const none of ['', '<svg onload="alert(1)">', '<html>', 'RIFF....AVI ', 'GIF'])
      expect(pictureType(Buffer.from(none))).toBeUndefined();
  });
});
