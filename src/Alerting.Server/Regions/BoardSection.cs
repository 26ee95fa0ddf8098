using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Alerting.Server.Regions;

/// <summary>
/// Entries of the board that follow each other. From one snapshot to the next most sections stay the same objects, and so does what was
/// made of them. Where a section ends is told by codes alone.
/// </summary>
internal sealed class BoardSection
{
    /// <summary>
    /// Entries of a section on average. The larger sections are, the more is made anew for each change; the smaller they are, the less
    /// there is to refer back to when each is compressed by itself: with 64 a list gets longer by a third, with 32 by three quarters.
    /// </summary>
    private const ulong MeanSize = 64;

    private BoardSection(BoardEntry[] entries)
    {
        Entries = entries;
        foreach (var entry in entries)
        {
            Until = Math.Min(Until, entry.Region?.Until ?? long.MaxValue);
        }
    }

    /// <summary>In ordinal order of their codes; at least one.</summary>
    public IReadOnlyList<BoardEntry> Entries { get; }

    /// <summary>The first code.</summary>
    public string First => Entries[0].Code;

    /// <summary>UTC ticks of the instant from which one of its regions must be asked.</summary>
    public long Until { get; } = long.MaxValue;

    /// <summary>Whether a code is the last one of its section.</summary>
    public static bool Ends(string code) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(code.AsSpan())) % MeanSize == 0;

    /// <summary>Divides entries into sections; those that are as they were stay the same objects.</summary>
    /// <param name="entries">In ordinal order of their codes.</param>
    /// <param name="before">Sections of the snapshot before.</param>
    public static IReadOnlyList<BoardSection> Of(IEnumerable<BoardEntry> entries, IReadOnlyList<BoardSection> before)
    {
        var (sections, run) = (new List<BoardSection>(before.Count), new List<BoardEntry>());
        foreach (var entry in entries)
        {
            run.Add(entry);
            if (Ends(entry.Code))
            {
                Close();
            }
        }

        if (run.Count > 0)
        {
            Close();
        }

        return sections;

        void Close()
        {
            var known = Find(before, run[0].Code);
            sections.Add(known >= 0 && before[known].Entries.SequenceEqual(run) ? before[known] : new BoardSection([.. run]));
            run.Clear();
        }
    }

    /// <summary>Place of the section that has a code, if any has; -1 when it is below all of them.</summary>
    public static int Find(IReadOnlyList<BoardSection> sections, string code)
    {
        var (from, to) = (0, sections.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = string.CompareOrdinal(sections[middle].First, code) > 0 ? (from, middle) : (middle + 1, to);
        }

        return from - 1;
    }

    /// <summary>Place of the first entry with a code above this one.</summary>
    public int FirstAfter(string code)
    {
        var (from, to) = (0, Entries.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = string.CompareOrdinal(Entries[middle].Code, code) > 0 ? (from, middle) : (middle + 1, to);
        }

        return from;
    }

    /// <summary>Whether it has an entry of this code.</summary>
    public bool Has(string code) => FirstAfter(code) is > 0 and var next && Entries[next - 1].Code == code;

    /// <summary>The section when regions that it has show this; the same where they show it already.</summary>
    /// <param name="regions">What they show.</param>
    /// <param name="now">Number of the snapshot.</param>
    public BoardSection With(IEnumerable<ShownRegion> regions, long now)
    {
        BoardEntry[]? entries = null;
        foreach (var region in regions)
        {
            var place = FirstAfter(region.View.Code) - 1;
            var entry = BoardEntry.Of(Entries[place], region.View.Code, region, now);
            if (entry != Entries[place])
            {
                entries ??= [.. Entries];
                entries[place] = entry;
            }
        }

        return entries is null ? this : new BoardSection(entries);
    }
}
