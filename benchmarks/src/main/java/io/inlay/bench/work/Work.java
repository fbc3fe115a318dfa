package io.inlay.bench.work;

/**
 * One side of a comparison. It is made by its public constructor without parameters, in a fresh process for its preparation and in
 * another for each round. For one thread.
 */
public interface Work {
    /**
     * Makes what the rounds need in {@link WorkPlace#data()}, which both sides of a comparison share, and leaves what is there
     * already. It is not measured.
     *
     * @throws Exception to end the comparison as failed
     */
    void prepare(WorkPlace place) throws Exception;

    /**
     * Does the work once. What comes before and after the measured part, such as a fresh copy of a store in
     * {@link WorkPlace#scratch()}, is not counted.
     *
     * @throws Exception to end the comparison as failed
     */
    Figures measure(WorkPlace place) throws Exception;
}
