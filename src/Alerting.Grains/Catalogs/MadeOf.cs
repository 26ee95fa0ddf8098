namespace Alerting.Grains.Catalogs;

/// <summary>What is made of a catalogue, once for each state of it.</summary>
internal sealed class MadeOf<TCatalog, TMade>(Func<TCatalog, TMade> make)
    where TCatalog : class
    where TMade : class
{
    private volatile Pair? _last;

    public TMade Of(TCatalog catalog)
    {
        if (_last is not { } last || !ReferenceEquals(last.Catalog, catalog))
        {
            _last = last = new Pair(catalog, make(catalog));
        }

        return last.Made;
    }

    private sealed record Pair(TCatalog Catalog, TMade Made);
}
