using System.Text;
using Alerting.Cli.Import.GeoJson;
using Alerting.Cli.Import.Kinds;
using Alerting.Cli.Import.Layouts;
using Alerting.Cli.Import.Regions;
using Alerting.Cli.Import.Text;
using Alerting.Engine.Kinds;

namespace Alerting.Cli.Import;

/// <summary>Finds how a file is read: from its layout, the regions, the kinds and what the user says.</summary>
/// <param name="show">Takes a sentence for people.</param>
internal sealed class EventFormats(ImportOptions options, IRegionFinder regions, TimeProvider clock, Action<string> show)
{
    /// <exception cref="ImportFileException">The file is not what is said, or it cannot be told what it is.</exception>
    /// <exception cref="UsageException">A kind or a column that is named does not exist.</exception>
    public async Task<IEventFormat> FindAsync(TextFile file, KindCatalog catalog, CancellationToken cancellationToken)
    {
        var kinds = KindFinder.Of(catalog, options);
        var found = await FindLayoutAsync(file, cancellationToken);
        if (found.Note is { } note)
        {
            show(note);
        }

        // A year of two digits may be the next one in some time zone.
        var latestYear = clock.GetUtcNow().Year + 1;
        return found.Layout is { } layout
            ? new LayoutEvents(
                found.Source, layout, new DraftReports(layout, regions, options), kinds, options, latestYear, show)
            : new GeoJsonEvents(new GeoJsonReport(options, regions));
    }

    private async Task<FoundLayout> FindLayoutAsync(TextFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await new LayoutFinder(options).FindAsync(file, cancellationToken);
        }
        catch (DecoderFallbackException exception)
        {
            throw new ImportFileException("The file holds bytes that are no text of its encoding; --encoding names another.", exception);
        }
        catch (Exception exception) when (exception is not ImportFileException && ImportFileException.Is(exception))
        {
            throw new ImportFileException($"The file cannot be read: {exception.Message}", exception);
        }
    }
}
