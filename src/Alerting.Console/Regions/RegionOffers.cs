using Alerting.Client;
using Alerting.Console.Shown;

namespace Alerting.Console.Regions;

/// <summary>
/// Regions offered to whoever searches for one: those that were ever reported from, all countries, and all regions of the countries
/// that were named. The whole catalogue is never asked for.
/// </summary>
internal sealed class RegionOffers(RegionsClient regions)
{
    /// <summary>The most that are offered at a time.</summary>
    public const int MaxOffered = 300;

    private const int PageSize = 1_000;

    private readonly SortedDictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _opened = new(StringComparer.Ordinal);

    /// <summary>Reads what is offered at first.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var outline in (await regions.BoundariesAsync(cancellationToken: cancellationToken)).Features)
        {
            _names[outline.Id] = outline.Properties.Name;
        }

        await foreach (var region in regions.ListAsync(pageSize: PageSize, cancellationToken: cancellationToken))
        {
            _names[region.Code] = region.Name;
        }
    }

    /// <summary>Reads the regions below the country that a text names by code or name, once.</summary>
    /// <returns>Whether there is more to offer now.</returns>
    public async Task<bool> OpenAsync(string text, CancellationToken cancellationToken)
    {
        var country = CodeOf(text) ?? CodeOf(text.Split('-')[0]);
        country = country?.Split('-')[0];
        if (country is null || !_names.ContainsKey(country) || !_opened.Add(country))
        {
            return false;
        }

        var below = await regions.ListAsync(country, all: true, pageSize: PageSize, cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
        foreach (var region in below)
        {
            _names[region.Code] = region.Name;
        }

        return below.Count > 0;
    }

    /// <summary>The code that a text is or names; null where there is none.</summary>
    public string? CodeOf(string text)
    {
        var wanted = text.Trim();
        if (_names.ContainsKey(wanted))
        {
            return wanted;
        }

        foreach (var (code, name) in _names)
        {
            if (string.Equals(code, wanted, StringComparison.OrdinalIgnoreCase)
                || PlainLetters.AreEqual(name, wanted))
            {
                return code;
            }
        }

        return null;
    }

    /// <summary>For people; null where it is not known.</summary>
    public string? NameOf(string code) => _names.GetValueOrDefault(code.Trim());

    /// <summary>Those whose code begins with a text or whose name has it in it, by code.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Like(string text)
    {
        var wanted = text.Trim();
        return
        [
            .. _names.Where(pair => pair.Key.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)
                || PlainLetters.Contains(pair.Value, wanted)).Take(MaxOffered),
        ];
    }
}
