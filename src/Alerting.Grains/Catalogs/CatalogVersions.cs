using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Alerting.Grains.Catalogs;

/// <summary>What operators have defined, with all versions: what the log of a catalogue amounts to.</summary>
/// <param name="json">How versions are written in the log.</param>
internal sealed class CatalogVersions<TVersion>(JsonTypeInfo<IReadOnlyList<TVersion>> json)
    where TVersion : class, IVersioned
{
    private readonly SortedDictionary<string, List<TVersion>> _versions = new(StringComparer.Ordinal);
    private readonly List<TVersion> _batch = [];
    private long _revision;
    private CatalogState<TVersion> _sealed = new(0, []);

    /// <summary>What is durable.</summary>
    public CatalogState<TVersion> Durable { get; private set; } = new(0, []);

    /// <summary>Whether there are versions that are not being written yet.</summary>
    public bool HasOpen => _batch.Count > 0;

    /// <summary>The version in force, durable or not; null when there is none.</summary>
    public TVersion? Current(string id) =>
        _versions.TryGetValue(id, out var versions) && !versions[^1].IsDeletion ? versions[^1] : null;

    /// <summary>How many definitions are in force.</summary>
    public int CountInForce() => _versions.Values.Count(static versions => !versions[^1].IsDeletion);

    /// <summary>The number that the next version of a definition gets.</summary>
    public int NextOf(string id) => _versions.TryGetValue(id, out var versions) ? versions[^1].Version + 1 : 1;

    /// <summary>All durable versions of a definition, oldest first.</summary>
    public IReadOnlyList<TVersion> Of(string id)
    {
        var newest = Durable.Versions.FirstOrDefault(v => v.Id == id)?.Version ?? 0;
        return newest == 0 || !_versions.TryGetValue(id, out var versions) ? [] : [.. versions.Where(v => v.Version <= newest)];
    }

    /// <summary>Adds a version, which the next entry of the log will hold.</summary>
    public void Add(TVersion version)
    {
        Apply(version);
        _batch.Add(version);
    }

    /// <summary>Forgets all versions of some definitions. The log has them until its next snapshot.</summary>
    /// <param name="isForgotten">Asked of the newest version of each.</param>
    public void Forget(Predicate<TVersion> isForgotten)
    {
        foreach (var (id, versions) in _versions.ToList())
        {
            if (isForgotten(versions[^1]))
            {
                _versions.Remove(id);
            }
        }
    }

    /// <summary>Adds the versions of an entry of the log, or of a snapshot.</summary>
    public void Restore(ReadOnlySpan<byte> stored)
    {
        foreach (var version in JsonSerializer.Deserialize(stored, json)!)
        {
            Apply(version);
        }
    }

    /// <summary>Everything that was restored is durable.</summary>
    public void Recovered() => Durable = State();

    /// <summary>The entry with the versions that were added.</summary>
    public byte[] Seal()
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(_batch, json);
        _batch.Clear();
        _sealed = State();
        return bytes;
    }

    /// <summary>What was sealed last is durable.</summary>
    public void Committed() => Durable = _sealed;

    /// <summary>All versions.</summary>
    public byte[] Save() => JsonSerializer.SerializeToUtf8Bytes([.. _versions.Values.SelectMany(static v => v)], json);

    private CatalogState<TVersion> State() => new(_revision, _versions.Values.Select(static v => v[^1]).ToList());

    private void Apply(TVersion version)
    {
        if (!_versions.TryGetValue(version.Id, out var versions))
        {
            _versions[version.Id] = versions = [];
        }

        versions.Add(version);
        _revision++;
    }
}

/// <param name="Revision">Grows with every change of any definition.</param>
/// <param name="Versions">Newest version of each, deletions included, by id.</param>
internal sealed record CatalogState<TVersion>(long Revision, IReadOnlyList<TVersion> Versions);
