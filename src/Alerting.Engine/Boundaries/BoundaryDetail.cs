namespace Alerting.Engine.Boundaries;

/// <summary>How closely an outline follows the border.</summary>
public enum BoundaryDetail
{
    /// <summary>To some kilometres: for maps of a continent or the world.</summary>
    Low = 0,

    /// <summary>To about half a kilometre.</summary>
    High = 1,
}
