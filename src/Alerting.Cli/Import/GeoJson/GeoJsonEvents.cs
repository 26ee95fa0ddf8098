using System.Runtime.CompilerServices;
using Alerting.Cli.Import.Text;

namespace Alerting.Cli.Import.GeoJson;

/// <summary>A GeoJSON feature collection whose features have the members of a report for properties.</summary>
internal sealed class GeoJsonEvents(GeoJsonReport reports) : IEventFormat
{
    public async IAsyncEnumerable<ImportedRow> ReadAsync(TextFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var features = new FeatureReader<ImportedRow>(reports.Map);
        await foreach (var row in features.ReadAsync(file.OpenUtf8(), cancellationToken))
        {
            yield return row;
        }
    }
}
