using System.Globalization;
using System.Numerics;

namespace Alerting.Engine.Names;

/// <summary>
/// Finds the known name that somebody most likely meant. Deterministic: the smallest edit distance without regard to
/// ASCII case wins, then the longest common beginning, then ordinal order.
/// </summary>
public static class NearestName
{
    /// <summary>Longer texts are not looked up: nobody mistypes that much, and the cost grows with the length.</summary>
    public const int MaxLength = 64;

    /// <summary>The greatest number of edits between a text and a name that is still similar.</summary>
    internal const int MaxDistance = 4;

    /// <summary>How many names a hint lists at most.</summary>
    private const int MaxNamed = 4;

    private const int RowsLength = 3 * (MaxLength + MaxDistance + 1);

    /// <summary>A text as messages quote it: only the beginning of a long one.</summary>
    public static string Shown(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= MaxLength)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return text[..end] + "…";
    }

    /// <summary>
    /// The nearest of <paramref name="names"/>, or null when none is near: up to a third of the text, and at most four
    /// characters, may be inserted, left out, replaced or swapped with their neighbour.
    /// </summary>
    public static string? Find(ReadOnlySpan<char> text, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (text.Length is 0 or > MaxLength)
        {
            return null;
        }

        var search = new Search(text, stackalloc char[text.Length], stackalloc int[RowsLength]);
        foreach (var name in names)
        {
            search.Look(name, Letters(name));
        }

        return search.Best;
    }

    /// <summary>The same for thousands of names that do not change.</summary>
    public static string? Find(ReadOnlySpan<char> text, NameIndex names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (text.Length is 0 or > MaxLength)
        {
            return null;
        }

        // Names of about the same length come first: a good match found among them rules out most of the others.
        var search = new Search(text, stackalloc char[text.Length], stackalloc int[RowsLength]);
        for (var difference = 0; difference <= search.Limit; difference++)
        {
            names.Look(ref search, text.Length + difference);
            if (difference > 0)
            {
                names.Look(ref search, text.Length - difference);
            }
        }

        return search.Best;
    }

    /// <summary>The tail of a fault's sentence: <c>; did you mean 'vehicle-bomb'?</c>, or nothing when no name is near.</summary>
    public static string Hint(string? nearest) => nearest is null ? "" : $"; did you mean '{nearest}'?";

    /// <summary>The same for one or more names: <c>; did you mean 'RS' (Serbia) or 'ME' (Montenegro)?</c>, or nothing.</summary>
    /// <param name="nearest">The likeliest first. The first few are listed, the others only counted.</param>
    /// <param name="show">How a name is written.</param>
    public static string Hint<T>(IReadOnlyList<T> nearest, Func<T, string> show)
    {
        ArgumentNullException.ThrowIfNull(nearest);
        if (nearest.Count == 0)
        {
            return "";
        }

        var shown = nearest.Take(nearest.Count > MaxNamed ? MaxNamed - 1 : MaxNamed).Select(show).ToList();
        if (nearest.Count > shown.Count)
        {
            shown.Add(string.Create(CultureInfo.InvariantCulture, $"one of {nearest.Count - shown.Count} more"));
        }

        return shown.Count == 1 ? $"; did you mean {shown[0]}?" : $"; did you mean {string.Join(", ", shown[..^1])} or {shown[^1]}?";
    }

    /// <summary>
    /// Whether one character inserted, left out, replaced or swapped with its neighbour makes a short text a name, without
    /// regard to ASCII case.
    /// </summary>
    internal static bool IsOneEditAway(ReadOnlySpan<char> text, string name) =>
        text.Length > 0 && !text.Equals(name, StringComparison.OrdinalIgnoreCase) && IsWithin(text, name, 1);

    /// <summary>
    /// Whether at most <paramref name="bound"/> characters inserted, left out, replaced or swapped with their neighbour make
    /// one of two texts the other, without regard to ASCII case. False where one is longer than <see cref="MaxLength"/>.
    /// </summary>
    internal static bool IsWithin(ReadOnlySpan<char> text, string name, int bound)
    {
        if (Math.Max(text.Length, name.Length) > MaxLength || Math.Abs(text.Length - name.Length) > bound)
        {
            return false;
        }

        Span<char> folded = stackalloc char[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            folded[i] = ToLower(text[i]);
        }

        return Distance(folded, name, bound, stackalloc int[RowsLength]) <= bound;
    }

    /// <summary>The set of characters that occur, as bits; some characters share one.</summary>
    internal static ulong Letters(ReadOnlySpan<char> text)
    {
        var letters = 0UL;
        foreach (var c in text)
        {
            letters |= 1UL << (ToLower(c) & 63);
        }

        return letters;
    }

    /// <summary>
    /// A lower bound of the distance, since one edit adds and removes one character at most: a cheap first comparison
    /// with thousands of names.
    /// </summary>
    private static int Differing(ulong letters, ulong others) =>
        Math.Max(BitOperations.PopCount(letters & ~others), BitOperations.PopCount(others & ~letters));

    /// <summary>
    /// Optimal string alignment distance, or any number above <paramref name="bound"/> when it is greater than that.
    /// The lengths must not differ by more than the bound.
    /// </summary>
    private static int Distance(ReadOnlySpan<char> text, string name, int bound, Span<int> rows)
    {
        var width = name.Length + 1;
        var before = rows[..width];
        var above = rows.Slice(width, width);
        var row = rows.Slice(2 * width, width);
        for (var column = 0; column < width; column++)
        {
            above[column] = column;
        }

        for (var i = 1; i <= text.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var column = 1; column < width; column++)
            {
                var c = ToLower(name[column - 1]);
                var cost = text[i - 1] == c ? 0 : 1;
                var distance = Math.Min(Math.Min(above[column], row[column - 1]) + 1, above[column - 1] + cost);
                if (cost > 0 && i > 1 && column > 1 && text[i - 2] == c && text[i - 1] == ToLower(name[column - 2]))
                {
                    distance = Math.Min(distance, before[column - 2] + 1);
                }

                row[column] = distance;
                least = Math.Min(least, distance);
            }

            if (least > bound)
            {
                return bound + 1;
            }

            var spare = before;
            before = above;
            above = row;
            row = spare;
        }

        return above[^1];
    }

    private static char ToLower(char c) => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;

    /// <summary>
    /// Compares a text with one name after another and keeps the best one, whose distance bounds all further
    /// comparisons.
    /// </summary>
    internal ref struct Search
    {
        private readonly ReadOnlySpan<char> _text;
        private readonly ReadOnlySpan<char> _folded;
        private readonly Span<int> _rows;
        private readonly ulong _letters;
        private int _prefix;

        /// <param name="text">What is searched for; not empty and not longer than <see cref="MaxLength"/>.</param>
        /// <param name="folded">Space for as many characters.</param>
        /// <param name="rows">Space for the rows of the distance matrix.</param>
        public Search(ReadOnlySpan<char> text, Span<char> folded, Span<int> rows)
        {
            for (var i = 0; i < text.Length; i++)
            {
                folded[i] = ToLower(text[i]);
            }

            _text = text;
            _folded = folded;
            _rows = rows;
            _letters = Letters(folded);
            Limit = Math.Clamp((text.Length + 1) / 3, 1, MaxDistance);
        }

        public string? Best { get; private set; }

        /// <summary>Names that need more edits than this cannot be better.</summary>
        public int Limit { get; private set; }

        /// <param name="name">Any name.</param>
        /// <param name="letters">Its <see cref="NearestName.Letters"/>.</param>
        public void Look(string name, ulong letters)
        {
            if (Math.Abs(_text.Length - name.Length) > Limit || Differing(_letters, letters) > Limit)
            {
                return;
            }

            var distance = Distance(_folded, name, Limit, _rows);
            if (distance > Limit)
            {
                return;
            }

            var prefix = _text.CommonPrefixLength(name);
            if (Best is null || distance < Limit || prefix > _prefix || (prefix == _prefix && string.CompareOrdinal(name, Best) < 0))
            {
                (Best, Limit, _prefix) = (name, distance, prefix);
            }
        }
    }
}
