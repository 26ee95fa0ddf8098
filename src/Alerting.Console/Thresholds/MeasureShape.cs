using Alerting.Thresholds;

namespace Alerting.Console.Thresholds;

/// <summary>Which fields of a threshold have a bearing on what it does, by what it measures.</summary>
/// <param name="Measure">What is measured.</param>
public readonly record struct MeasureShape(Measure Measure)
{
    /// <summary>Whether it may look at regions with all below as one.</summary>
    public bool HasDepth => Measure is not (Measure.Level or Measure.Quiet);

    /// <summary>Whether it counts some incidents and not others.</summary>
    public bool HasMatch => Measure != Measure.Quiet;

    /// <summary>Whether it looks at a length of time.</summary>
    public bool HasWindow => Measure != Measure.Level;

    /// <summary>Whether there is an amount to reach; a sequence is there or not.</summary>
    public bool HasAmount => Measure != Measure.Sequence;

    /// <summary>Whether what may have been told twice makes a difference.</summary>
    public bool HasCount => Measure is Measure.Incidents or Measure.Towns or Measure.Killed or Measure.Wounded or Measure.Casualties
        or Measure.Weight;

    /// <summary>Whether late reports are told from others.</summary>
    public bool HasLateness => Measure != Measure.Quiet;

    /// <summary>Whether it compares with what is usual.</summary>
    public bool IsSurge => Measure == Measure.Surge;

    /// <summary>Whether it has steps.</summary>
    public bool IsSequence => Measure == Measure.Sequence;

    /// <summary>Whether it counts sources that are silent.</summary>
    public bool IsQuiet => Measure == Measure.Quiet;

    /// <summary>How it counts where nothing else is said.</summary>
    public Counting UsualCount => Measure is Measure.Towns or Measure.Regions ? Counting.Certain : Counting.Stated;
}
