using Alerting.Engine.Regions;
using Alerting.Engine.Series;

namespace Alerting.Engine.Archive;

public sealed partial class IncidentArchive
{
    /// <summary>
    /// What counts of the incidents of a block, in any order; the block stays in the archive. Touches nothing of the region, so it may
    /// run on another thread.
    /// </summary>
    public CountedIncident[] Count(ReadOnlyMemory<byte> content)
    {
        var apart = new RegionModel(_model.Region.Code, _model.Catalog, _model.Options);
        apart.Facts.Defer();
        return
        [
            .. ReadRows(content, apart).Select(row => apart.Facts.Table.Node(row)).Where(static node => node.IsShown)
                .Select(static node => new CountedIncident(node.OccurredAt, node.Killed, node.Weight)),
        ];
    }
}
