using System.Text;
using Alerting.Reports;

namespace Alerting.Engine.Names;

/// <summary>
/// A name while it is folded. Letters are decomposed and in canonical order, so the result is the same for all
/// equivalent Unicode forms of the name.
/// </summary>
internal ref struct FoldedName(Span<int> buffer)
{
    private const int MinLetters = 3;
    private const int Alef = 0x627;
    private const int Lam = 0x644;

    private Span<int> _letters = buffer;
    private int _length;
    private bool _shedsMarks = true;

    // Index at which the first word ends; 0 while it has not ended.
    private int _firstWord;

    // Whether the previous character was the separator that ended the first word.
    private bool _justEnded;

    public void Append(ReadOnlySpan<char> name)
    {
        foreach (var rune in name.EnumerateRunes())
        {
            AppendName(rune.Value);
        }
    }

    /// <summary>Removes the article at the beginning of the name if at least three letters remain.</summary>
    public void RemoveArticle()
    {
        if (_firstWord > 0 && IsArticle(_letters[.._firstWord]) && HasLetters(_letters[_firstWord.._length]))
        {
            Remove(_firstWord);
        }

        // The article may be written without a space (Alusi for Al-Alusi), so what remains may begin with the same
        // two letters again. Removing all of them makes a folded name fold to itself.
        while (_length > 2 && _letters[0] == Alef && _letters[1] == Lam && HasLetters(_letters[2.._length]))
        {
            Remove(2);
        }
    }

    public override readonly string ToString()
    {
        var length = 0;
        foreach (var letter in _letters[.._length])
        {
            length += new Rune(letter).Utf16SequenceLength;
        }

        return string.Create(length, _letters[.._length], static (text, letters) =>
        {
            foreach (var letter in letters)
            {
                text = text[new Rune(letter).EncodeToUtf16(text)..];
            }
        });
    }

    private void AppendName(int c)
    {
        var value = NameLetters.Of(c);
        if (NameLetters.IsOther(value, out var targets))
        {
            foreach (var target in targets)
            {
                AppendFolded(target, NameLetters.Of(target));
            }
        }
        else if (c is >= Hangul.FirstSyllable and <= Hangul.LastSyllable)
        {
            var (leading, vowel, trailing) = Hangul.Decompose(c);
            Put(_length, leading);
            Put(_length, vowel);
            if (trailing is not null)
            {
                Put(_length, trailing.Value);
            }

            _shedsMarks = false;
            _justEnded = false;
        }
        else
        {
            AppendFolded(c, value);
        }
    }

    private void AppendFolded(int c, int value)
    {
        if (NameLetters.IsSeparator(value))
        {
            _justEnded = _firstWord == 0;
            _firstWord = _justEnded ? _length : _firstWord;
            return;
        }

        var isMark = NameLetters.IsMark(value, out var combiningClass);
        if (_justEnded)
        {
            // Unicode decomposes an accent that stands alone, which people type for an apostrophe, into a space and a
            // mark: that space separates no words.
            _firstWord = isMark ? 0 : _firstWord;
            _justEnded = false;
        }

        if (isMark)
        {
            AppendMark(c, combiningClass);
        }
        else if (!NameLetters.IsRemoved(value))
        {
            _shedsMarks = NameLetters.ShedsItsMarks(value);
            Put(_length, c);
        }
    }

    // Marks before the first letter belong to none and are dropped too.
    private void AppendMark(int mark, int combiningClass)
    {
        if (!_shedsMarks)
        {
            Put(PlaceOf(combiningClass), mark);
        }
        else if (mark == NameLetters.Ypogegrammeni)
        {
            Put(_length, NameLetters.Iota);
        }
    }

    // The index at which a mark belongs in canonical order: after the marks of the same or a lower class, and never
    // before a character of class 0.
    private readonly int PlaceOf(int combiningClass)
    {
        var place = _length;
        while (combiningClass > 0 && place > 0
            && NameLetters.IsMark(NameLetters.Of(_letters[place - 1]), out var before) && before > combiningClass)
        {
            place--;
        }

        return place;
    }

    private void Put(int place, int letter)
    {
        if (_length == _letters.Length)
        {
            var larger = new int[_length * 2];
            _letters.CopyTo(larger);
            _letters = larger;
        }

        _letters[place.._length].CopyTo(_letters[(place + 1)..]);
        _letters[place] = letter;
        _length++;
    }

    private void Remove(int count)
    {
        _letters[count.._length].CopyTo(_letters);
        _length -= count;
    }

    private static bool IsArticle(ReadOnlySpan<int> word)
    {
        Span<char> text = stackalloc char[MinLetters];
        if (word.Length > text.Length)
        {
            return false;
        }

        for (var i = 0; i < word.Length; i++)
        {
            text[i] = word[i] is >= 'a' and <= 'z' ? (char)word[i] : ' ';
        }

        return text[..word.Length] is "al" or "el" or "ad" or "an" or "ar" or "as" or "at" or "ash" or "az" or "the" or "la" or "le";
    }

    private static bool HasLetters(ReadOnlySpan<int> letters)
    {
        var count = 0;
        foreach (var letter in letters)
        {
            count += Rune.IsLetter(new Rune(letter)) ? 1 : 0;
        }

        return count >= MinLetters;
    }
}
