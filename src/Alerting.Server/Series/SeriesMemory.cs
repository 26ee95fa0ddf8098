using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Alerting.Server.Http;

namespace Alerting.Server.Series;

/// <summary>
/// Remembers the latest series that were answered, so that many who look at the same dashboard cost as much as one. What is remembered
/// counts for as long as nothing has changed that it follows from.
/// </summary>
/// <typeparam name="TKey">All that was asked for.</typeparam>
/// <typeparam name="TSeries">What was answered.</typeparam>
/// <param name="json">How it is written.</param>
internal sealed class SeriesMemory<TKey, TSeries>(JsonTypeInfo<TSeries> json)
    where TKey : notnull
    where TSeries : class
{
    /// <summary>Of a few hundred kilobytes each at the most.</summary>
    private const int MaxKept = 64;

    private readonly ConcurrentDictionary<TKey, Kept> _kept = new();

    /// <summary>The series, remembered or read, with its strong entity tag; null where it cannot be had.</summary>
    /// <param name="key">What is asked for.</param>
    /// <param name="state">What it follows from, as of before it is read.</param>
    /// <param name="read">Reads it.</param>
    public async Task<(TSeries Series, string Tag)?> GetAsync(TKey key, string state, Func<Task<TSeries?>> read)
    {
        if (_kept.TryGetValue(key, out var kept) && kept.State == state)
        {
            return (kept.Series, kept.Tag);
        }

        if (await read() is not { } series)
        {
            return null;
        }

        if (_kept.Count >= MaxKept)
        {
            _kept.Clear();
        }

        var tag = ContentTags.Of(JsonSerializer.SerializeToUtf8Bytes(series, json));
        _kept[key] = new Kept(state, series, tag);
        return (series, tag);
    }

    private sealed record Kept(string State, TSeries Series, string Tag);
}
