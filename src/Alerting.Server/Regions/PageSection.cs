using System.IO.Hashing;
using System.Runtime.InteropServices;
using Alerting.Server.Http;

namespace Alerting.Server.Regions;

/// <summary>Regions that follow each other on pages of one list, and the parts of bodies that they are written in.</summary>
internal sealed class PageSection
{
    private readonly BodyPart?[] _parts = new BodyPart?[Enum.GetValues<BoardForm>().Length];

    /// <param name="regions">At least one.</param>
    /// <param name="isFirst">Whether it begins a page, so that nothing separates it from what is before it.</param>
    public PageSection(ShownRegion[] regions, bool isFirst)
    {
        (Regions, IsFirst) = (regions, isFirst);
        var hash = new XxHash128();
        foreach (var region in regions)
        {
            // A zero after each text, so that texts that follow each other cannot be taken for others.
            hash.Append(MemoryMarshal.AsBytes(region.View.Code.AsSpan()));
            hash.Append([0, 0]);
            hash.Append(MemoryMarshal.AsBytes(region.Tag.AsSpan()));
            Hash += hash.GetCurrentHashAsUInt128();
            hash.Reset();
        }
    }

    public IReadOnlyList<ShownRegion> Regions { get; }

    public bool IsFirst { get; }

    /// <summary>Sum of the hashes of what each region shows: the sum over a page does not depend on how it is divided.</summary>
    public UInt128 Hash { get; }

    /// <summary>Written in a form, once for all pages that it is on.</summary>
    public BodyPart In(BoardForm form, BoardWriter writer, RegionFields fields)
    {
        ref var kept = ref Kept(form);
        if (Volatile.Read(ref kept) is { } known)
        {
            return known;
        }

        var part = writer.Write(this, form, fields);
        Volatile.Write(ref kept, part);
        return part;
    }

    /// <summary>Frees what it is written in.</summary>
    public void Forget(BoardForm form) => Volatile.Write(ref Kept(form), null);

    // An event has the same JSON in another frame.
    private ref BodyPart? Kept(BoardForm form) => ref _parts[(int)(form == BoardForm.Event ? BoardForm.Plain : form)];
}
