using System.Globalization;
using System.Text;
using Alerting.Reports;

namespace Alerting.Engine.Names;

/// <summary>
/// What each code point becomes when names are compared, read from Unicode's data (Data/name-letters.txt). This is a
/// table of our own because <see cref="string.Normalize()"/> does nothing where the process runs without ICU
/// (invariant globalization), and because machines with different versions of ICU or of the runtime must agree on
/// whether two spellings are one town.
/// </summary>
internal static class NameLetters
{
    /// <summary>Combining iota: a mark, but the letter iota where case is ignored.</summary>
    public const int Ypogegrammeni = 0x345;

    public const int Iota = 0x3B9;

    private const string Resource = "Alerting.Engine.Names.Data.name-letters.txt";
    private const int PageSize = 128;

    // One number for each code point: 0 for a letter or sign that keeps its marks, or one of these constants; for
    // code points that are replaced, Becomes plus the index of the replacement.
    private const ushort Removed = 1;
    private const ushort Separator = 2;
    private const ushort ShedsMarks = 3;
    private const ushort Mark = 0x100;
    private const ushort Becomes = 0x8000;

    // Pages of code points; all pages without an entry share the first.
    private static readonly ushort[] s_pages = new ushort[0x110000 / PageSize];
    private static readonly List<int[]> s_targets = [];
    private static readonly ushort[] s_values = Read();

    public static bool IsRemoved(int value) => value == Removed;

    /// <summary>Whether it is white space or a hyphen: removed, but it ends a word.</summary>
    public static bool IsSeparator(int value) => value == Separator;

    /// <summary>Whether its marks are removed.</summary>
    public static bool ShedsItsMarks(int value) => value == ShedsMarks;

    /// <summary>
    /// Whether it is a mark, and its canonical combining class: the order of marks of different classes does not
    /// matter, marks of class 0 keep their place.
    /// </summary>
    public static bool IsMark(int value, out int combiningClass)
    {
        combiningClass = value & 0xFF;
        return (value & ~0xFF) == Mark;
    }

    /// <summary>Whether it is replaced, and by which code points; those are folded and decomposed already.</summary>
    public static bool IsOther(int value, out ReadOnlySpan<int> targets)
    {
        targets = value >= Becomes ? s_targets[value - Becomes] : default;
        return value >= Becomes;
    }

    public static int Of(int codePoint) => s_values[(s_pages[codePoint / PageSize] * PageSize) + (codePoint % PageSize)];

    // Called by the initialiser of the last field, when the others have been initialised.
    private static ushort[] Read()
    {
        using var stream = typeof(NameLetters).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var values = new List<ushort>(new ushort[PageSize]);
        var known = new Dictionary<string, ushort>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line[0] != '#')
            {
                Add(values, known, line);
            }
        }

        return [.. values];
    }

    private static void Add(List<ushort> values, Dictionary<string, ushort> known, string line)
    {
        // Lines look like "> 1D400..1D419 0061 +"; the head of the file describes them.
        var end = line.IndexOf(' ', 2);
        var (first, last, step) = Range(end < 0 ? line.AsSpan(2) : line.AsSpan(2, end - 2));
        var argument = end < 0 ? "" : line[(end + 1)..];
        var rises = argument.EndsWith('+');
        for (var c = first; c <= last; c += step)
        {
            ref var page = ref s_pages[c / PageSize];
            if (page == 0)
            {
                page = checked((ushort)(values.Count / PageSize));
                values.AddRange(new ushort[PageSize]);
            }

            values[(page * PageSize) + (c % PageSize)] = line[0] switch
            {
                '-' => Removed,
                's' => Separator,
                'b' => ShedsMarks,
                'm' => (ushort)(Mark | byte.Parse(argument, CultureInfo.InvariantCulture)),
                '>' when rises => Target([Hex(argument.AsSpan(0, argument.Length - 2)) + (c - first)]),
                '>' when known.TryGetValue(argument, out var target) => target,
                '>' => known[argument] = Target([.. argument.Split(' ').Select(static t => Hex(t))]),
                _ => throw new InvalidDataException($"The resource {Resource} has the unknown line '{line}'."),
            };
        }
    }

    private static ushort Target(int[] target)
    {
        s_targets.Add(target);
        return checked((ushort)(Becomes + s_targets.Count - 1));
    }

    private static (int First, int Last, int Step) Range(ReadOnlySpan<char> text)
    {
        var step = text.IndexOf('/') is > 0 and var slash ? Hex(text[(slash + 1)..]) : 1;
        text = text.IndexOf('/') is > 0 and var end ? text[..end] : text;
        return text.IndexOf("..", StringComparison.Ordinal) is > 0 and var dots
            ? (Hex(text[..dots]), Hex(text[(dots + 2)..]), step)
            : (Hex(text), Hex(text), step);
    }

    private static int Hex(ReadOnlySpan<char> text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
